package dev.waggle.runtime.guarded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Who listens on a port, and for whom: read from Linux's {@code /proc}. */
enum ListeningSocket {
    /** The program, for this machine only. */
    LOOPBACK,
    /** The program, for whoever reaches this machine. */
    EVERYWHERE,
    /** Another program: it took the port first. */
    SOMEBODY_ELSE,
    /** This system does not tell. */
    UNKNOWN;

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";
    private static final int INODE = 9;
    private static final List<String> LOOPBACKS =
            List.of("0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F");

    private record Entry(String address, String inode) {}

    /** Looks at that port, which something answers on, for that process and those it has started. */
    static ListeningSocket on(int port, ProcessHandle process) {
        List<Entry> entries = new ArrayList<>();
        try {
            entries.addAll(listening(PROC.resolve("net/tcp"), port));
            entries.addAll(listening(PROC.resolve("net/tcp6"), port));
        } catch (IOException | RuntimeException e) {
            return UNKNOWN;
        }
        List<String> mine = new ArrayList<>(sockets(process));
        process.descendants().forEach(each -> mine.addAll(sockets(each)));
        if (entries.isEmpty() || mine.isEmpty()) {
            return UNKNOWN;
        }
        List<Entry> held = entries.stream()
                .filter(entry -> mine.contains("socket:[" + entry.inode() + "]"))
                .toList();
        if (held.isEmpty()) {
            return SOMEBODY_ELSE;
        }
        return held.stream().allMatch(entry -> LOOPBACKS.contains(entry.address())) ? LOOPBACK : EVERYWHERE;
    }

    /** The columns of {@code /proc/net/tcp}: number, local address:port, remote, state, four more, inode. */
    private static List<Entry> listening(Path table, int port) throws IOException {
        String ending = String.format(Locale.ROOT, ":%04X", port);
        List<Entry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(table)) {
            List<String> columns = List.of(line.strip().split("\\s+", -1));
            if (columns.size() > INODE
                    && columns.get(1).endsWith(ending)
                    && columns.get(3).equals(LISTENING)) {
                String address = columns.get(1);
                entries.add(new Entry(address.substring(0, address.indexOf(':')), columns.get(INODE)));
            }
        }
        return entries;
    }

    private static List<String> sockets(ProcessHandle process) {
        List<String> links = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(PROC.resolve(process.pid() + "/fd"))) {
            for (Path each : descriptors.toList()) {
                links.add(Files.readSymbolicLink(each).toString());
            }
        } catch (IOException | RuntimeException e) {
            // A descriptor may be closed while we look; what was read until then counts.
            return links;
        }
        return links;
    }
}
