package dev.waggle.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process and no other: a number is given again after a process ended, but never with the same start.
 *
 * @param pid its number
 * @param start when it started: on Linux the kernel's ticks since the boot that is named, which no change of the clock
 *     moves; elsewhere milliseconds since 1970
 */
record ProcessStamp(long pid, String start) {
    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0;
    private static final int START_TICKS = 19;
    private static final int BOOT_CHARS = 8;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-([a-z0-9.]{1,64})");

    /** The process that runs under this number now; empty where none does, one that has ended but is not yet collected included. */
    static Optional<ProcessStamp> of(long pid) {
        return Files.exists(PROC.resolve("self/stat")) ? fromProc(pid) : fromHandle(pid);
    }

    /** Reads what {@link #toString} wrote; empty for anything else. */
    static Optional<ProcessStamp> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ProcessStamp(Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    /** Whether it still runs. */
    boolean runs() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Kills it where it still runs, and nothing else. */
    void kill() {
        // The handle remembers its own start, so that it kills nobody who takes the number between these two lines.
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        if (runs()) {
            handle.ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Whether it is that process, or one that it started, or one that those started. */
    boolean descendsFrom(long ancestor) {
        Optional<ProcessHandle> each = ProcessHandle.of(pid);
        while (each.isPresent() && each.get().pid() != ancestor) {
            each = each.get().parent();
        }
        return each.isPresent();
    }

    private static Optional<ProcessStamp> fromProc(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
            boolean ended = Objects.equals(fields[STATE], "Z") || Objects.equals(fields[STATE], "X");
            return ended
                    ? Optional.empty()
                    : Optional.of(new ProcessStamp(pid, "t" + fields[START_TICKS] + "." + boot()));
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static String boot() throws IOException {
        Path id = PROC.resolve("sys/kernel/random/boot_id");
        return Files.isReadable(id) ? Files.readString(id).substring(0, BOOT_CHARS) : "0";
    }

    private static Optional<ProcessStamp> fromHandle(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(Instant::toEpochMilli)
                .map(millis -> new ProcessStamp(pid, "m" + millis));
    }

    @Override
    public String toString() {
        return pid + "-" + start;
    }
}
