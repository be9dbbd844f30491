package dev.waggle.runtime.child;

import dev.waggle.runtime.protocol.EngineName;
import dev.waggle.runtime.protocol.ToWorker;

/** What an engine brings to its own process: its name, and how it loads a model. */
public interface InferenceEngine {
    EngineName name();

    /**
     * Loads the one model of this process.
     *
     * @throws LoadException when it can't, saying what is wrong
     */
    LoadedModel load(ToWorker.Load load) throws LoadException;
}
