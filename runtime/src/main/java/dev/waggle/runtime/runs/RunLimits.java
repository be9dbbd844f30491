package dev.waggle.runtime.runs;

import java.time.Duration;

/**
 * How many runs there may be, and how long they and their requests wait.
 *
 * @param mostRuns worker processes at once, at least 1
 * @param idle how long a run that a request started is kept without being asked
 * @param patience how long a request waits for its turn, and a start for room; loading is not counted
 * @param firstBackOff how long a plan that failed is not started by requests; doubles with each failure in a row
 * @param longestBackOff where that doubling ends
 * @param mostFailures so many starts of a plan may fail, or end in a crash, within {@code failureWindow}; then requests
 *     start it no more
 * @param failureWindow see {@code mostFailures}
 */
public record RunLimits(
        int mostRuns,
        Duration idle,
        Duration patience,
        Duration firstBackOff,
        Duration longestBackOff,
        int mostFailures,
        Duration failureWindow) {
    public RunLimits {
        if (mostRuns < 1 || mostFailures < 1) {
            throw new IllegalArgumentException("there is at least one run and one failure");
        }
        for (Duration each : new Duration[] {idle, patience, firstBackOff, longestBackOff, failureWindow}) {
            if (each.isNegative() || each.isZero()) {
                throw new IllegalArgumentException("a limit of time is not positive: " + each);
            }
        }
    }

    /** 4 runs; 5 minutes idle; 30 s of patience; 1 s to 60 s between starts, of which 5 may fail in 10 minutes. */
    public static RunLimits standard() {
        return new RunLimits(
                4,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                5,
                Duration.ofMinutes(10));
    }

    /** The same, with another number of runs. */
    public RunLimits withMostRuns(int most) {
        return new RunLimits(most, idle, patience, firstBackOff, longestBackOff, mostFailures, failureWindow);
    }

    /** The same, with another patience. */
    public RunLimits withPatience(Duration limit) {
        return new RunLimits(mostRuns, idle, limit, firstBackOff, longestBackOff, mostFailures, failureWindow);
    }

    /** The same, with another idle time. */
    public RunLimits withIdle(Duration limit) {
        return new RunLimits(mostRuns, limit, patience, firstBackOff, longestBackOff, mostFailures, failureWindow);
    }

    /** The same, with other limits on starting what failed. */
    public RunLimits withFailures(Duration first, Duration longest, int most) {
        return new RunLimits(mostRuns, idle, patience, first, longest, most, failureWindow);
    }
}
