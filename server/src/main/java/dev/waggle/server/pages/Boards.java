package dev.waggle.server.pages;

import dev.waggle.hardware.Detection;
import dev.waggle.hardware.MachineDetector;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.app.Waggle.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Boards for signed-in readers, kept for a moment: judging this machine takes long compared with showing it. One that is
 * older than {@link #FRESH} is still shown while it is read again behind; one older than {@link #STALE} is waited for.
 */
final class Boards {
    static final Duration FRESH = Duration.ofSeconds(4);
    static final Duration STALE = Duration.ofSeconds(30);

    private final Waggle waggle;
    private final Map<String, Board> boards = new ConcurrentHashMap<>();
    private final Set<String> beingRead = ConcurrentHashMap.newKeySet();

    Boards(Waggle waggle) {
        this.waggle = waggle;
    }

    /** What anyone may see of a named machine: the catalog's models only. */
    Board open(String machine) throws UnknownIdException {
        Place place = waggle.place(machine);
        return new Board(place, List.of(), waggle.matrix(place, false), System.nanoTime());
    }

    /** What the user sees: models of this machine too. */
    Board own(String machine) throws UnknownIdException {
        Board board = boards.get(machine);
        if (board == null || isOlder(board, STALE)) return read(machine);
        if (isOlder(board, FRESH)) readBehind(machine);
        return board;
    }

    private static boolean isOlder(Board board, Duration age) {
        return System.nanoTime() - board.readNanos() > age.toNanos();
    }

    private Board read(String machine) throws UnknownIdException {
        Board board;
        if (machine.equals(Waggle.LOCAL)) {
            Detection detection = MachineDetector.detect();
            Place place = new Place(Waggle.LOCAL, detection.machine(), true);
            board = new Board(place, detection.notes(), waggle.matrix(place, true), System.nanoTime());
        } else {
            Place place = waggle.place(machine);
            board = new Board(place, List.of(), waggle.matrix(place, true), System.nanoTime());
        }
        boards.put(machine, board);
        return board;
    }

    /** Reads a board on a thread of its own, unless that is happening already. */
    void readBehind(String machine) {
        if (!beingRead.add(machine)) return;
        Thread reader = new Thread(
                () -> {
                    try {
                        read(machine);
                    } catch (UnknownIdException e) {
                        boards.remove(machine);
                    } finally {
                        beingRead.remove(machine);
                    }
                },
                "board " + machine);
        reader.setDaemon(true);
        reader.start();
    }
}
