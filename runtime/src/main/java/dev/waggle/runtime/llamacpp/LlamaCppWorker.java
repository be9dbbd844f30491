package dev.waggle.runtime.llamacpp;

import dev.waggle.runtime.child.InferenceEngine;
import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.child.LoadedModel;
import dev.waggle.runtime.child.WorkerProcess;
import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.EngineName;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.ToWorker;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The main class of a worker process on llama.cpp's own libraries.
 *
 * <p>It greets with the version it was planned for. Whether the libraries are of that version is found out when they are first
 * needed, for only then can it be said what is wrong with them.
 */
public final class LlamaCppWorker implements InferenceEngine {
    private final Path folder;
    private final String version;
    private @Nullable Llama llama;

    private LlamaCppWorker(Path folder, String version) {
        this.folder = folder;
        this.version = version;
    }

    /** Runs the worker in this process; its arguments are the folder of the libraries and their version. */
    public static void main(String[] args) {
        WorkerProcess.run(new LlamaCppWorker(Path.of(args[0]), args[1]));
    }

    /** The engine of that version of the libraries. */
    static EngineName name(String version) {
        return new EngineName("llama.cpp", version);
    }

    @Override
    public EngineName name() {
        return name(version);
    }

    @Override
    public List<EngineDevice> devices() throws LoadException {
        return Devices.of(library()).facts();
    }

    @Override
    public FromWorker.Measured measure(ToWorker.Measure measure) throws LoadException {
        long start = System.nanoTime();
        Llama library = library();
        try (OpenModel model =
                OpenModel.open(library, Devices.of(library), measure.model(), measure.settings(), null)) {
            return new FromWorker.Measured(
                    model.memory(), model.layers(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
    }

    @Override
    public LoadedModel load(ToWorker.Load load, DoubleConsumer progress) throws LoadException {
        Llama library = library();
        return LlamaCppModel.of(
                OpenModel.open(library, Devices.of(library), load.model(), load.settings(), progress), load.settings());
    }

    private Llama library() throws LoadException {
        Llama known = llama;
        if (known == null) {
            known = Llama.open(folder, version).withBackends();
            llama = known;
        }
        return known;
    }
}
