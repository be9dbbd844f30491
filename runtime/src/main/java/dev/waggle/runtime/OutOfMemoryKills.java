package dev.waggle.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How often this system has killed a process for want of memory: tells such a kill from any other, on Linux. */
final class OutOfMemoryKills {
    private static final String COUNTER = "oom_kill ";

    private OutOfMemoryKills() {}

    /** Since the system started; 0 where it is not told. */
    static long count() {
        try {
            return Files.readAllLines(Path.of("/proc/vmstat")).stream()
                    .filter(line -> line.startsWith(COUNTER))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(COUNTER.length()).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
