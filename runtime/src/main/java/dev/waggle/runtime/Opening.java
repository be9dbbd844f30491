package dev.waggle.runtime;

/** What came of starting a worker. */
public sealed interface Opening {
    /**
     * It is loaded and waits for requests; whoever has it closes it.
     *
     * @param worker the worker
     */
    record Ready(Worker worker) implements Opening {}

    /**
     * It did not start; nothing is left of it.
     *
     * @param failure why
     */
    record Failed(WorkerFailure failure) implements Opening {}
}
