package dev.waggle.runtime;

import dev.waggle.runtime.protocol.MemoryUse;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the arithmetic said a plan takes, beside what the engine itself counts.
 *
 * @param estimate of the plan; empty = unknown, then nothing is compared
 * @param measured by the engine, before the model was loaded where it can tell then, else after
 */
public record SecondOpinion(List<MemoryUse> estimate, List<MemoryUse> measured) {
    /** A difference up to this share of the estimate is agreement. */
    public static final double TOLERANCE = 0.02;

    /** A difference up to so many bytes is agreement. */
    public static final long TOLERATED_BYTES = 1 << 20;

    public SecondOpinion {
        estimate = List.copyOf(estimate);
        measured = List.copyOf(measured);
    }

    /**
     * One memory, seen twice.
     *
     * @param device a device's name, or {@link MemoryUse#HOST}
     * @param estimatedBytes all of it by the arithmetic, 0 where that names no such memory; empty = unknown
     * @param measuredBytes all of it by the engine's count, 0 where that names no such memory
     * @param roundingBytes the measured total may be off by so much
     */
    public record Compared(String device, OptionalLong estimatedBytes, long measuredBytes, long roundingBytes) {
        /** Measured ÷ estimated; empty where nothing was estimated. */
        public OptionalDouble ratio() {
            return estimatedBytes.orElse(0) == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of((double) measuredBytes / estimatedBytes.getAsLong());
        }

        /** Whether the difference is more than 2 % of the estimate, and more than 1 MiB beyond the engine's rounding. */
        public boolean disagrees() {
            if (estimatedBytes.isEmpty()) {
                return false;
            }
            long estimated = estimatedBytes.getAsLong();
            long difference = Math.abs(measuredBytes - estimated);
            return difference > TOLERANCE * estimated && difference > TOLERATED_BYTES + roundingBytes;
        }
    }

    /** Each memory that either of the two names. */
    public List<Compared> memories() {
        return Stream.concat(estimate.stream(), measured.stream())
                .map(MemoryUse::device)
                .distinct()
                .map(this::compared)
                .toList();
    }

    private Compared compared(String device) {
        long figures = 3;
        long rounding = figures
                * measured.stream()
                        .filter(use -> use.device().equals(device))
                        .mapToLong(MemoryUse::roundingBytes)
                        .sum();
        OptionalLong estimated = estimate.isEmpty() ? OptionalLong.empty() : OptionalLong.of(total(estimate, device));
        return new Compared(device, estimated, total(measured, device), rounding);
    }

    private static long total(List<MemoryUse> memory, String device) {
        return memory.stream()
                .filter(use -> use.device().equals(device))
                .mapToLong(MemoryUse::totalBytes)
                .sum();
    }

    /** The ratio farthest from 1; empty where no memory has one. */
    public OptionalDouble worstRatio() {
        return memories().stream()
                .flatMapToDouble(memory -> memory.ratio().stream())
                .reduce((a, b) -> Math.abs(Math.log(a)) >= Math.abs(Math.log(b)) ? a : b);
    }

    /** Whether they disagree on any memory. */
    public boolean disagrees() {
        return memories().stream().anyMatch(Compared::disagrees);
    }
}
