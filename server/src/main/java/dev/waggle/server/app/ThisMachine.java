package dev.waggle.server.app;

import dev.waggle.hardware.Machine;
import dev.waggle.hardware.MachineDetector;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * This machine as it was seen last. A look takes some 50 ms of a processor, too much before or beside an answer: who only
 * needs what does not change, or checks the rest itself, takes the last look.
 */
final class ThisMachine {
    /** Younger than this is now. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** Older than this is not told to anybody. */
    private static final Duration STALE = Duration.ofMinutes(5);

    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable Look last;

    private record Look(Machine machine, long atNanos) {
        boolean isYoungerThan(Duration age) {
            return System.nanoTime() - atNanos < age.toNanos();
        }
    }

    /** As it is now. */
    Machine now() {
        Look seen = last;
        return seen != null && seen.isYoungerThan(FRESH) ? seen.machine() : look();
    }

    /** As it was a while ago at most; what is free may have changed. */
    Machine recently() {
        Look seen = last;
        return seen != null && seen.isYoungerThan(STALE) ? seen.machine() : look();
    }

    private Machine look() {
        looking.lock();
        try {
            Look seen = last;
            if (seen != null && seen.isYoungerThan(FRESH)) return seen.machine();
            Machine machine = MachineDetector.detect().machine();
            last = new Look(machine, System.nanoTime());
            return machine;
        } finally {
            looking.unlock();
        }
    }
}
