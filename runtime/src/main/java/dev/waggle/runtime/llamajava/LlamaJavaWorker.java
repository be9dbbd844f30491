package dev.waggle.runtime.llamajava;

import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.CacheType;
import dev.waggle.runtime.child.InferenceEngine;
import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.child.LoadedModel;
import dev.waggle.runtime.child.WorkerProcess;
import dev.waggle.runtime.protocol.EngineName;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.protocol.ToWorker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleConsumer;

/** The main class of a worker process on llama.cpp through {@code de.kherud:llama}. */
public final class LlamaJavaWorker implements InferenceEngine {
    static final EngineName NAME = new EngineName("llama.cpp", "b4916");

    private LlamaJavaWorker() {}

    /** Runs the worker in this process; it takes no arguments. */
    public static void main(String[] args) {
        WorkerProcess.run(new LlamaJavaWorker());
    }

    @Override
    public EngineName name() {
        return NAME;
    }

    @Override
    public LoadedModel load(ToWorker.Load load, DoubleConsumer progress) throws LoadException {
        LoadSettings settings = load.settings();
        if (!settings.backend().equals("cpu")) {
            throw new LoadException(
                    LoadProblem.UNSUPPORTED_SETTINGS, "This engine has no GPU; the backend is " + settings.backend());
        }
        if (settings.purpose() != Purpose.GENERATE) {
            throw new LoadException(LoadProblem.UNSUPPORTED_SETTINGS, "This engine's adapter does not embed");
        }
        Path file = Path.of(load.model());
        if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
            throw new LoadException(LoadProblem.BAD_FILE, "The model file is missing or can't be read");
        }
        EngineLog log = new EngineLog(Path.of("engine.log"));
        LlamaModel model;
        try {
            model = new LlamaModel(parameters(load.model(), settings, log));
        } catch (RuntimeException e) {
            throw log.whyNotLoaded();
        } catch (UnsatisfiedLinkError e) {
            throw new LoadException(LoadProblem.OTHER, "The engine's library can't be loaded: " + e.getMessage());
        }
        return LlamaJavaModel.of(model, log, settings);
    }

    private static ModelParameters parameters(String file, LoadSettings settings, EngineLog log) throws LoadException {
        ModelParameters parameters = new ModelParameters()
                .setModel(file)
                .setCtxSize(settings.contextTokens())
                .setBatchSize(settings.batchTokens())
                .setUbatchSize(settings.microBatchTokens())
                .setThreads(settings.threads())
                .setThreadsBatch(settings.threads())
                .setCacheTypeK(cacheType(settings.kvType()))
                .setCacheTypeV(cacheType(settings.kvType()))
                .disableContextShift()
                .setLogFile(log.path().toString());
        return settings.flashAttention() ? parameters.enableFlashAttn() : parameters;
    }

    private static CacheType cacheType(String kvType) throws LoadException {
        try {
            return CacheType.valueOf(kvType.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new LoadException(LoadProblem.UNSUPPORTED_SETTINGS, "This engine has no cache type " + kvType);
        }
    }
}
