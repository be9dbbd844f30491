package dev.waggle.runtime.runs;

import dev.waggle.runtime.Plan;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as it was at one moment.
 *
 * @param id its name for programs
 * @param label its name for people
 * @param plan what was started
 * @param explicit whether somebody started it as such; else a request did, and it ends when it is idle for long
 * @param state what it was doing
 * @param startedAt when it was last started
 * @param lastUsedAt when it was last asked, or else started
 * @param answers answers it completed, those of workers it had before included
 * @param waiting requests that waited for it
 * @param restarts how often it was started again after a failure
 * @param worker its worker; empty until the first is ready
 */
public record RunSnapshot(
        RunId id,
        String label,
        Plan plan,
        boolean explicit,
        RunState state,
        Instant startedAt,
        Instant lastUsedAt,
        long answers,
        int waiting,
        int restarts,
        Optional<RunWorker> worker) {}
