package dev.waggle.runtime.child;

import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.EngineName;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.ToWorker;
import java.util.List;
import java.util.function.DoubleConsumer;

/** What an engine brings to its own process: its name, and how it loads a model. */
public interface InferenceEngine {
    EngineName name();

    /**
     * The devices it has, the processor among them.
     *
     * @throws LoadException when its libraries can't be used
     */
    default List<EngineDevice> devices() throws LoadException {
        return List.of();
    }

    /**
     * What loading this model would take, without loading it.
     *
     * @throws LoadException when it can't be loaded, or this engine can't tell
     */
    default FromWorker.Measured measure(ToWorker.Measure measure) throws LoadException {
        throw new LoadException(LoadProblem.UNSUPPORTED_SETTINGS, "This engine can't tell without loading the model");
    }

    /**
     * Loads the one model of this process.
     *
     * @param progress hears how much is loaded, from 0 to 1
     * @throws LoadException when it can't, saying what is wrong
     */
    LoadedModel load(ToWorker.Load load, DoubleConsumer progress) throws LoadException;
}
