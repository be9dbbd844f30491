package dev.waggle.rules.fit;

import dev.waggle.models.ModelFile;
import dev.waggle.models.ShapeReading;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.rules.fit.ggml.ShapeMismatchException;
import dev.waggle.rules.fit.llama.GraphException;
import org.jspecify.annotations.Nullable;

/** llama.cpp's arithmetic, of one of its versions. */
final class LlamaCppRules implements FitRules {
    private final LlamaCppVersion version;
    private final ArchitectureTable table;
    private final ModelProfile.Cache profiles = new ModelProfile.Cache();

    LlamaCppRules(LlamaCppVersion version, ArchitectureTable table) {
        this.version = version;
        this.table = table;
    }

    /** The same version and the same table: what two loads of one catalog have. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LlamaCppRules rules && rules.version == version && rules.table.equals(table);
    }

    @Override
    public int hashCode() {
        return version.hashCode();
    }

    /** What these rules know of an architecture beside its files. */
    ArchitectureFacts facts(String architecture) {
        return table.of(architecture);
    }

    @Override
    public String name() {
        return version.rules();
    }

    @Override
    public FitAnswer fit(FitQuestion question) {
        try {
            return checked(question);
        } catch (ArithmeticException e) {
            return new FitAnswer.Unknown("sizes are beyond what 64 bits count, or not whole blocks: " + e.getMessage());
        } catch (GraphException | ShapeMismatchException e) {
            return new FitAnswer.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private FitAnswer checked(FitQuestion question) {
        ModelFile model = question.model();
        ArchitectureFacts facts = facts(model.architecture());
        String unknown = unknown(question, facts);
        if (unknown != null) return new FitAnswer.Unknown(unknown);
        if (!(model.shape() instanceof ShapeReading.Known known))
            return new FitAnswer.Unknown(((ShapeReading.Unknown) model.shape()).why());
        ModelProfile profile = profiles.of(model, known.shape(), facts, version);
        String unfit = unfit(question, profile);
        if (unfit != null) return new FitAnswer.NotApplicable(unfit);
        GgmlType type = CacheType.byName(question.settings().kvType()).orElseThrow();
        long head = profile.shapes().keyLength();
        if (type.isQuantized() && profile.shapes().cached() && head % type.blockElements() != 0)
            return new FitAnswer.Unknown(
                    "llama.cpp refuses a " + question.settings().kvType() + " cache: its blocks of "
                            + type.blockElements() + " don't divide a head of " + head + " elements");
        Workload work = Workload.of(settings(question.settings()), profile.shapes(), type);
        return placed(question, new LlamaCppMemory(profile, work, question));
    }

    private FitAnswer placed(FitQuestion question, LlamaCppMemory memory) {
        int layers = memory.layers();
        float[] shares = shares(question);
        if (question.offload() instanceof LayerCounts counts) {
            LayerSplit split = LayerSplit.of(layers, counts.gpuLayers(), shares);
            return new FitAnswer.Known(memory.fit(split, Math.min(counts.expertLayersOnHost(), layers)));
        }
        LayerSplit all = LayerSplit.of(layers, layers + 1, shares);
        return switch ((Placement) question.offload()) {
            case HOST -> new FitAnswer.Known(memory.fit(LayerSplit.of(layers, 0, new float[0]), 0));
            case ALL_ON_DEVICE -> new FitAnswer.Known(memory.fit(all, 0));
            case EXPERTS_ON_HOST -> new FitAnswer.Known(memory.fit(all, fewestExperts(memory, all, layers)));
            case MOST_LAYERS_ON_DEVICE -> {
                LayerSplit split = most(memory, layers, shares);
                yield split == null
                        ? new FitAnswer.NotApplicable("not even the output layer fits on the devices")
                        : new FitAnswer.Known(memory.fit(split, 0));
            }
        };
    }

    /** Experts of as few layers in RAM as the devices' capacities need, from the start as llama.cpp takes them. */
    private static int fewestExperts(LlamaCppMemory memory, LayerSplit all, int layers) {
        int low = 1;
        int high = layers;
        while (low < high) {
            int middle = (low + high) / 2;
            if (memory.holds(all, middle)) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /** The split with most layers on devices that no device's capacity forbids; the output layer is the first to go. */
    private static @Nullable LayerSplit most(LlamaCppMemory memory, int layers, float[] shares) {
        for (int offloaded = layers + 1; offloaded > 0; offloaded--) {
            LayerSplit split = LayerSplit.of(layers, offloaded, shares);
            if (memory.holds(split, 0)) return split;
        }
        return null;
    }

    private static float[] shares(FitQuestion question) {
        return LayerSplit.shares(question.devices().stream()
                .mapToLong(FitQuestion.DeviceCapacity::capacityBytes)
                .toArray());
    }

    /** The 2025-03 version has one cache for all sequences, and reserves logits for all tokens. */
    private FitSettings settings(FitSettings asked) {
        if (!version.isLegacy()) return asked;
        return new FitSettings(
                asked.contextTokens(),
                asked.sequences(),
                asked.batchTokens(),
                asked.ubatchTokens(),
                asked.kvType(),
                asked.flashAttention(),
                true,
                0,
                asked.unpacksCache(),
                asked.repacks());
    }

    private static @Nullable String unknown(FitQuestion question, ArchitectureFacts facts) {
        String architecture = question.model().architecture();
        if (!question.model().format().equals("gguf"))
            return "llama.cpp reads gguf, not " + question.model().format();
        if (facts.cache() == ArchitectureFacts.Cache.UNKNOWN)
            return "no rule for the cache of architecture '" + architecture + "'";
        FitSettings settings = question.settings();
        if (!facts.flashAttention() && !settings.kvType().startsWith("f"))
            return "llama.cpp runs " + architecture + " without flash attention and so refuses a quantized cache";
        return SettingsCheck.refusal(settings);
    }

    private static @Nullable String unfit(FitQuestion question, ModelProfile profile) {
        if (question.offload() == Placement.HOST) return null;
        boolean placed = question.offload() instanceof Placement;
        if (placed && question.devices().isEmpty()) return "there is no device";
        for (FitQuestion.DeviceCapacity device : question.devices())
            if (device.capacityBytes() <= 0) return "device " + device.device() + " has no memory to use";
        return question.offload() == Placement.EXPERTS_ON_HOST
                        && !profile.weights().hasExperts()
                ? "the model has no experts"
                : null;
    }
}
