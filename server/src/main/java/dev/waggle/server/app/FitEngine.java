package dev.waggle.server.app;

import dev.waggle.models.ModelFile;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.EngineEntry;
import dev.waggle.rules.catalog.EngineEntry.FormatSupport;
import dev.waggle.rules.fit.FitAnswer;
import dev.waggle.rules.fit.FitQuestion;
import dev.waggle.rules.fit.FitQuestion.DeviceCapacity;
import dev.waggle.rules.fit.FitRules;
import dev.waggle.rules.fit.FitSettings;
import dev.waggle.rules.fit.Offload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * An engine of the catalog and the arithmetic of its memory, asked without a judge.
 *
 * @param entry the engine
 */
public record FitEngine(EngineEntry entry) {
    /** The engine that is meant where nobody names one. */
    public static final String DEFAULT = "llama.cpp@0.5.0";

    /** Stands for a capacity that was not given. */
    public static final long ANY_CAPACITY = 1L << 50;

    /**
     * The engine of that name.
     *
     * @param text {@code NAME@VERSION}
     */
    public static FitEngine of(Catalog catalog, String text) throws UnknownIdException {
        Collection<EngineEntry> engines = catalog.engines().values();
        for (EngineEntry engine : engines) if (name(engine).equals(text)) return new FitEngine(engine);
        throw new UnknownIdException("engine", text, names(catalog));
    }

    /** The names of all engines, in alphabetical order. */
    public static List<String> names(Catalog catalog) {
        return catalog.engines().values().stream().map(FitEngine::name).sorted().toList();
    }

    private static String name(EngineEntry engine) {
        return engine.name() + "@" + engine.version();
    }

    /** What a model takes on as many GPUs as the form says, all with the same memory. */
    public FitAnswer fit(ModelFile model, FitForm form, long gpuMemoryBytes, Overhead overhead) {
        List<DeviceCapacity> devices = new ArrayList<>();
        for (int gpu = 0; gpu < form.gpus(); gpu++) devices.add(new DeviceCapacity("gpu" + gpu, gpuMemoryBytes));
        return fit(model, form.settings(), form.offload(model), devices, ANY_CAPACITY, overhead);
    }

    /**
     * What a process takes beyond its buffers.
     *
     * @param deviceBytes on each GPU
     * @param hostBytes of RAM
     */
    public record Overhead(long deviceBytes, long hostBytes) {
        /** Nothing: buffers alone are asked about. */
        public static final Overhead NONE = new Overhead(0, 0);
    }

    /** What a model takes on these devices. */
    public FitAnswer fit(
            ModelFile model,
            FitSettings settings,
            Offload offload,
            List<DeviceCapacity> devices,
            long hostCapacityBytes,
            Overhead overhead) {
        Optional<FitRules> rules = entry.memory();
        if (rules.isEmpty())
            return new FitAnswer.Unknown(
                    "nobody wrote down what " + entry.name() + " " + entry.version() + " takes of memory");
        FormatSupport support = entry.formats().get(model.format());
        boolean widens = support != null && support.loadsAs().equals("F32");
        return rules.get()
                .fit(new FitQuestion(
                        model,
                        widens,
                        settings,
                        offload,
                        devices,
                        hostCapacityBytes,
                        overhead.deviceBytes(),
                        overhead.hostBytes()));
    }
}
