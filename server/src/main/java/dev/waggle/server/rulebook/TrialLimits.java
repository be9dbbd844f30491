package dev.waggle.server.rulebook;

import java.time.Duration;

/**
 * What one trial may use.
 *
 * @param cpu processor time after the process was ready
 * @param wall time on the clock after it was ready
 * @param start time on the clock until it is ready
 * @param memoryBytes resident memory at most, with all that the virtual machine itself takes
 */
public record TrialLimits(Duration cpu, Duration wall, Duration start, long memoryBytes) {
    /** What a trial has when nothing else is said. */
    public static final TrialLimits DEFAULT =
            new TrialLimits(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(60), 256L << 20);
}
