package dev.waggle.runtime;

import dev.waggle.runtime.protocol.FromWorker;

/** What an engine answers when asked what a plan would take. */
public sealed interface Measurement {
    /**
     * It told, without loading the model.
     *
     * @param measured what each memory would hold, the layers and how long it took to find out
     */
    record Known(FromWorker.Measured measured) implements Measurement {}

    /**
     * It could not tell; nothing is left of the process.
     *
     * @param failure why
     */
    record Failed(WorkerFailure failure) implements Measurement {}
}
