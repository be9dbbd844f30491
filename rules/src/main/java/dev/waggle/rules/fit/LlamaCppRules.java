package dev.waggle.rules.fit;

import dev.waggle.models.ModelFile;
import dev.waggle.models.ShapeReading;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.rules.fit.FitQuestion.FitSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** llama.cpp's arithmetic, of one of its versions. */
final class LlamaCppRules implements FitRules {
    private final LlamaCppVersion version;
    private final ModelProfile.Cache profiles = new ModelProfile.Cache();

    LlamaCppRules(LlamaCppVersion version) {
        this.version = version;
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
        }
    }

    private FitAnswer checked(FitQuestion question) {
        ModelFile model = question.model();
        String unknown = unknown(question);
        if (unknown != null) return new FitAnswer.Unknown(unknown);
        if (!(model.shape() instanceof ShapeReading.Known known))
            return new FitAnswer.Unknown(((ShapeReading.Unknown) model.shape()).why());
        ModelProfile profile = profiles.of(model, known.shape(), version);
        String unfit = unfit(question, profile);
        if (unfit != null) return new FitAnswer.NotApplicable(unfit);
        FitSettings settings = settings(question.settings());
        Optional<GgmlType> type = CacheType.byName(settings.kvType());
        LlamaCppMemory memory = LlamaCppMemory.of(profile, settings, type.orElseThrow(), outputRows(settings), true);
        return placed(question, profile, memory);
    }

    private FitAnswer placed(FitQuestion question, ModelProfile profile, LlamaCppMemory memory) {
        int layers = profile.shapes().layers();
        float[] shares = shares(question);
        return switch (question.placement()) {
            case HOST -> answer(question, profile, memory, LayerSplit.of(layers, 0, new float[0]), 0);
            case ALL_ON_DEVICE -> answer(question, profile, memory, LayerSplit.of(layers, layers + 1, shares), 0);
            case EXPERTS_ON_HOST ->
                answer(question, profile, memory, LayerSplit.of(layers, layers + 1, shares), layers);
            case MOST_LAYERS_ON_DEVICE -> {
                LayerSplit split = most(question, memory, layers, shares);
                yield split == null
                        ? new FitAnswer.NotApplicable("not even the output layer fits on the devices")
                        : answer(question, profile, memory, split, 0);
            }
        };
    }

    private static FitAnswer answer(
            FitQuestion question, ModelProfile profile, LlamaCppMemory memory, LayerSplit split, int expertLayers) {
        int layers = profile.shapes().layers() + 1;
        return new FitAnswer.Known(new Fit(
                layers - split.hostLayers(),
                layers,
                isExact(profile, split, expertLayers),
                memory.parts(split, expertLayers, question)));
    }

    /** Splits between devices, or with the host, are estimates: the record is of one device, or the host, alone. */
    private static boolean isExact(ModelProfile profile, LayerSplit split, int expertLayers) {
        boolean alone = split.devices() == 0 || (split.devices() == 1 && split.hostLayers() == 0);
        return profile.exact() && alone && expertLayers == 0;
    }

    /** The split with most layers on devices that no device's capacity forbids; the output layer is the first to go. */
    private static @Nullable LayerSplit most(FitQuestion question, LlamaCppMemory memory, int layers, float[] shares) {
        for (int offloaded = layers + 1; offloaded > 0; offloaded--) {
            LayerSplit split = LayerSplit.of(layers, offloaded, shares);
            if (isHeld(question, memory, split)) return split;
        }
        return null;
    }

    private static boolean isHeld(FitQuestion question, LlamaCppMemory memory, LayerSplit split) {
        for (int device = 0; device < split.devices(); device++) {
            if (split.isEmpty(device)) continue;
            FitQuestion.DeviceCapacity capacity = question.devices().get(device);
            Fit.Part part = memory.onDevice(split, device, 0, capacity.device(), question.deviceOverheadBytes());
            if (part.residentBytes() > capacity.capacityBytes()) return false;
        }
        return true;
    }

    private static float[] shares(FitQuestion question) {
        return LayerSplit.shares(question.devices().stream()
                .mapToLong(FitQuestion.DeviceCapacity::capacityBytes)
                .toArray());
    }

    /** The 2025-03 version has one cache for all sequences. */
    private FitSettings settings(FitSettings asked) {
        if (!version.isLegacy()) return asked;
        return new FitSettings(
                asked.contextTokens(),
                asked.sequences(),
                asked.batchTokens(),
                asked.ubatchTokens(),
                asked.kvType(),
                asked.flashAttention(),
                true);
    }

    /** llama-server asks for the logits of each sequence's last token; the 2025-03 version reserves for all tokens. */
    private long outputRows(FitSettings settings) {
        return version.isLegacy() ? settings.ubatchTokens() : settings.sequences();
    }

    private @Nullable String unknown(FitQuestion question) {
        FitSettings settings = question.settings();
        String architecture = question.model().architecture();
        if (!question.model().format().equals("gguf"))
            return "llama.cpp reads gguf, not " + question.model().format();
        if (Architectures.WITHOUT_RULE.contains(architecture))
            return "no rule for the cache of architecture '" + architecture + "'";
        if (settings.contextTokens() < 1 || settings.contextTokens() > Integer.MAX_VALUE)
            return "context of " + settings.contextTokens() + " tokens";
        if (settings.sequences() < 1 || settings.batchTokens() < 1 || settings.ubatchTokens() < 1)
            return "sequences, batch and micro-batch must be at least 1";
        Optional<GgmlType> type = CacheType.byName(settings.kvType());
        if (type.isEmpty()) return "cache type '" + settings.kvType() + "'";
        return type.get().isQuantized() && !settings.flashAttention()
                ? "llama.cpp refuses a quantized cache without flash attention"
                : null;
    }

    private static @Nullable String unfit(FitQuestion question, ModelProfile profile) {
        if (question.placement() == Placement.HOST) return null;
        if (question.devices().isEmpty()) return "there is no device";
        for (FitQuestion.DeviceCapacity device : question.devices())
            if (device.capacityBytes() <= 0) return "device " + device.device() + " has no memory to use";
        return question.placement() == Placement.EXPERTS_ON_HOST
                        && !profile.weights().hasExperts()
                ? "the model has no experts"
                : null;
    }
}
