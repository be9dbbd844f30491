package dev.waggle.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The most memory one process has had, read while it lives and remembered after. */
final class PeakMemory {
    private final long pid;
    private OptionalLong peak = OptionalLong.empty();

    PeakMemory(long pid) {
        this.pid = pid;
    }

    /** Resident bytes at most so far, pages of files included; empty where the system can't tell. */
    synchronized OptionalLong read() {
        try {
            OptionalLong now = ProcFile.kibibytes(Files.readString(Path.of("/proc/" + pid + "/status")), "VmHWM:");
            if (now.isPresent() && now.getAsLong() > peak.orElse(0)) {
                peak = now;
            }
        } catch (IOException e) {
            // It is gone: what was read before stands.
        }
        return peak;
    }

    /** What was read last. */
    synchronized OptionalLong last() {
        return peak;
    }
}
