package dev.waggle.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Tells how much of the machine's own memory a new process could have now. */
@FunctionalInterface
public interface MemoryGauge {
    /**
     * Bytes of the machine's memory that a new process could have now; empty = unknown.
     *
     * <p>Pages of files count as free, for the system gives them up: the weights of a mapped model file are such pages.
     */
    OptionalLong freeHostBytes();

    /** Linux's own estimate, {@code MemAvailable} of {@code /proc/meminfo}; unknown on other systems. */
    static MemoryGauge system() {
        return () -> {
            try {
                return ProcFile.kibibytes(Files.readString(Path.of("/proc/meminfo")), "MemAvailable:");
            } catch (IOException e) {
                return OptionalLong.empty();
            }
        };
    }
}
