package dev.waggle.runtime.runs;

import dev.waggle.runtime.Ended;
import dev.waggle.runtime.WorkerFailure;
import java.time.Duration;

/** What came of a request. */
public sealed interface RunAnswer {
    /**
     * A worker was asked.
     *
     * @param run the run right after the answer, with its memory and estimate
     * @param ended how the answer ended
     */
    record Asked(RunSnapshot run, Ended ended) implements RunAnswer {}

    /**
     * The worker could not be started, or failed a moment ago and is not started again yet.
     *
     * @param failure why
     * @param retry when a request may start it again
     */
    record NotStarted(WorkerFailure failure, Retry retry) implements RunAnswer {}

    /**
     * Other answers kept the worker, or the room for it, busy for too long.
     *
     * @param waited how long the request waited
     */
    record Overloaded(Duration waited) implements RunAnswer {}

    /** It was cancelled before a worker was asked. */
    record CancelledWaiting() implements RunAnswer {}
}
