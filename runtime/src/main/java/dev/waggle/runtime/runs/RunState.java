package dev.waggle.runtime.runs;

import dev.waggle.runtime.WorkerFailure;
import java.util.OptionalDouble;

/** What a run is doing. */
public sealed interface RunState {
    /** Whether nothing more comes of it until it is started again. */
    default boolean isOver() {
        return this instanceof Failed || this instanceof Ended;
    }

    /** Whether it answers requests, or is about to. */
    default boolean isLive() {
        return !isOver() && !(this instanceof Stopping);
    }

    /** It waits for room among the others, or its process is on its way. */
    record Starting() implements RunState {}

    /**
     * The model is being loaded.
     *
     * @param fraction from 0 to 1, empty where the engine can't tell
     */
    record Loading(OptionalDouble fraction) implements RunState {}

    /** It waits for a request. */
    record Ready() implements RunState {}

    /** It answers a request. */
    record Busy() implements RunState {}

    /** Its process is being ended. */
    record Stopping() implements RunState {}

    /**
     * It could not be started, or died; nothing is left of its process.
     *
     * @param failure why
     * @param retry when it may be started again
     */
    record Failed(WorkerFailure failure, Retry retry) implements RunState {}

    /**
     * It was ended on purpose; nothing is left of its process.
     *
     * @param reason why, for people
     */
    record Ended(String reason) implements RunState {}
}
