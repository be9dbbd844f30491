package dev.waggle.server.app;

import dev.waggle.models.ModelFile;
import dev.waggle.models.ShapeReading;
import dev.waggle.rules.fit.FitSettings;
import dev.waggle.rules.fit.LayerCounts;
import dev.waggle.rules.fit.Offload;
import dev.waggle.rules.fit.Placement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model is to be loaded on a machine that need not exist, as far as somebody said; the rest has a default: 4,096
 * tokens for one sequence, llama.cpp's batches, flash attention, an F16 cache, logits of one token a sequence, and all
 * layers on the GPUs where there are any.
 *
 * @param numbers what was said, each within its setting's range
 * @param kvType element type of keys and values, one of {@link #KV_TYPES}
 */
public record FitForm(Map<FitSetting, Long> numbers, String kvType) {
    /** The types of a cache that llama.cpp takes (common/arg.cpp, kv_cache_types, 0.5.0). */
    public static final List<String> KV_TYPES =
            List.of("bf16", "f16", "f32", "iq4_nl", "q4_0", "q4_1", "q5_0", "q5_1", "q8_0");

    /** The type where nobody said one. */
    public static final String DEFAULT_KV_TYPE = "f16";

    /** The context where nobody said one. */
    public static final long DEFAULT_CONTEXT_TOKENS = 4_096;

    /** What people write for all layers; models with more layers get more. */
    private static final int USUAL_ALL_LAYERS = 99;

    /** Copies the map. */
    public FitForm {
        EnumMap<FitSetting, Long> copy = new EnumMap<>(FitSetting.class);
        copy.putAll(numbers);
        numbers = Map.copyOf(copy);
        numbers.forEach((setting, value) -> {
            String refusal = setting.refusal(value);
            if (refusal != null) throw new IllegalArgumentException(setting.key() + " " + refusal);
        });
        if (!KV_TYPES.contains(kvType)) throw new IllegalArgumentException("kv_type " + kvTypeRefusal(kvType));
    }

    /** What is wrong with a type of the cache, with what is allowed. */
    public static String kvTypeRefusal(String kvType) {
        String shown = kvType.length() <= 40 ? kvType : kvType.substring(0, 40) + "…";
        return "is '" + shown + "'; allowed: " + String.join(", ", KV_TYPES);
    }

    /** Which two settings contradict each other, null where none do. */
    public @Nullable String contradiction() {
        boolean quantized = kvType.startsWith("q") || kvType.startsWith("iq");
        return quantized && !is(FitSetting.FLASH_ATTENTION)
                ? "a cache of type " + kvType + " needs flash attention; without it allowed: bf16, f16, f32"
                : null;
    }

    /** The GPUs: one where only layers were said, else none. */
    public int gpus() {
        return (int) number(FitSetting.GPUS, numbers.containsKey(FitSetting.GPU_LAYERS) ? 1 : 0);
    }

    /** The layers on GPUs: all of them where there is a GPU. */
    public int gpuLayers(ModelFile model) {
        return (int) number(FitSetting.GPU_LAYERS, gpus() == 0 ? 0 : Math.max(USUAL_ALL_LAYERS, layers(model)));
    }

    /** A model's layers, the output layer counted as one; the usual count for all where the file doesn't tell. */
    private static int layers(ModelFile model) {
        return model.shape() instanceof ShapeReading.Known known ? known.shape().layers() + 1 : USUAL_ALL_LAYERS;
    }

    /** A setting's value, or its default; layers and GPUs have methods of their own. */
    public long number(FitSetting setting) {
        return switch (setting) {
            case CONTEXT -> number(setting, DEFAULT_CONTEXT_TOKENS);
            case BATCH -> number(setting, FitSettings.DEFAULT_BATCH_TOKENS);
            case UBATCH -> number(setting, FitSettings.DEFAULT_UBATCH_TOKENS);
            case SEQUENCES, FLASH_ATTENTION, CUDA_FA_TEMPORARIES, CPU_REPACK -> number(setting, 1);
            case OUTPUT_ROWS -> number(setting, number(FitSetting.SEQUENCES));
            case UNIFIED_KV, MOE_LAYERS_ON_HOST -> number(setting, 0);
            case GPUS -> gpus();
            case GPU_LAYERS -> throw new IllegalArgumentException("how many layers are all depends on the model");
        };
    }

    private long number(FitSetting setting, long otherwise) {
        Long said = numbers.get(setting);
        return said == null ? otherwise : said;
    }

    private boolean is(FitSetting flag) {
        return number(flag) == 1;
    }

    /** Context and cache, as the arithmetic takes them. */
    public FitSettings settings() {
        return new FitSettings(
                number(FitSetting.CONTEXT),
                (int) number(FitSetting.SEQUENCES),
                (int) number(FitSetting.BATCH),
                (int) number(FitSetting.UBATCH),
                kvType,
                is(FitSetting.FLASH_ATTENTION),
                is(FitSetting.UNIFIED_KV),
                number(FitSetting.OUTPUT_ROWS),
                is(FitSetting.CUDA_FA_TEMPORARIES),
                is(FitSetting.CPU_REPACK));
    }

    /** Where the layers go on the form's own GPUs. */
    public Offload offload(ModelFile model) {
        return gpus() == 0 ? Placement.HOST : onDevices(model);
    }

    /** Where the layers go on GPUs that are not the form's. */
    public Offload onDevices(ModelFile model) {
        int all = layers(model);
        int layers = (int) number(FitSetting.GPU_LAYERS, all);
        int experts = (int) number(FitSetting.MOE_LAYERS_ON_HOST);
        return experts == 0 && layers >= all ? Placement.ALL_ON_DEVICE : new LayerCounts(layers, experts);
    }
}
