package dev.waggle.server.cli;

import dev.waggle.rules.judge.Wish;
import dev.waggle.server.app.FitForm;
import dev.waggle.server.app.FitSetting;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a model would be loaded, and on what machine, for {@code fit}. What is out of range is a usage error. */
final class FitOptions {
    /** Settings that describe a machine other than this one. */
    private static final Set<FitSetting> MACHINE = Set.of(
            FitSetting.GPUS,
            FitSetting.GPU_LAYERS,
            FitSetting.MOE_LAYERS_ON_HOST,
            FitSetting.CUDA_FA_TEMPORARIES,
            FitSetting.CPU_REPACK);

    /** Settings that a judged worker takes from a person. */
    private static final Set<FitSetting> JUDGED =
            Set.of(FitSetting.CONTEXT, FitSetting.SEQUENCES, FitSetting.FLASH_ATTENTION);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--gpus",
            paramLabel = "N",
            description = "Ask about a machine with so many equal GPUs; 0 = the processor alone.")
    private @Nullable String gpus;

    @Option(
            names = "--gpu-memory",
            paramLabel = "BYTES|24GiB",
            description = "Memory of each of those GPUs that programs can have: says whether it fits.")
    private @Nullable String gpuMemory;

    @Option(names = "--gpu-layers", paramLabel = "N", description = "Layers on the GPUs, from the end (default: all).")
    private @Nullable String gpuLayers;

    @Option(
            names = "--context",
            paramLabel = "N",
            description = "Tokens of prompt and answer of all sequences together (default: 4096).")
    private @Nullable String context;

    @Option(names = "--batch", paramLabel = "N", description = "Prompt tokens handed over at once (default: 2048).")
    private @Nullable String batch;

    @Option(names = "--ubatch", paramLabel = "N", description = "Prompt tokens computed at once (default: 512).")
    private @Nullable String ubatch;

    @Option(names = "--sequences", paramLabel = "N", description = "Sequences held at once (default: 1).")
    private @Nullable String sequences;

    @Option(
            names = "--unified-kv",
            paramLabel = "on|off",
            description = "Whether sequences share one cache (default: off).")
    private @Nullable String unifiedKv;

    @Option(names = "--flash-attention", paramLabel = "on|off", description = "Flash attention (default: on).")
    private @Nullable String flashAttention;

    @Option(names = "--kv-type", paramLabel = "T", description = "Type of the key-value cache (default: f16).")
    private @Nullable String kvType;

    @Option(
            names = "--output-rows",
            paramLabel = "N",
            description = "Tokens whose logits are computed at once; 0 = the whole micro-batch (default: sequences).")
    private @Nullable String outputRows;

    @Option(
            names = "--moe-layers-on-host",
            paramLabel = "N",
            description = "Layers from the start whose experts stay in RAM (default: 0).")
    private @Nullable String expertLayers;

    @Option(
            names = "--cuda-fa-temporaries",
            paramLabel = "on|off",
            description = "What CUDA's flash attention reserves for a quantized cache (default: on).")
    private @Nullable String temporaries;

    @Option(
            names = "--cpu-repack",
            paramLabel = "on|off",
            description = "Weights in the layout of the processor's kernels, without a GPU (default: on).")
    private @Nullable String repack;

    @Option(
            names = "--engine",
            paramLabel = "NAME@VERSION",
            description = "Whose arithmetic (default: llama.cpp@0.5.0).")
    private @Nullable String engine;

    /** Whether a machine is described rather than this one meant. */
    boolean describeMachine() {
        return engine != null || gpuMemory != null || texts().keySet().stream().anyMatch(MACHINE::contains);
    }

    /** Whether anything was said at all, the engine aside. */
    boolean sayAnything() {
        return gpuMemory != null || kvType != null || !texts().isEmpty();
    }

    /** The engine's name, null where the usual one is meant. */
    @Nullable
    String engine() {
        return engine;
    }

    /** Bytes of each GPU, null where nobody said. */
    @Nullable
    Long gpuMemoryBytes() {
        if (gpuMemory == null) return null;
        Long bytes = ByteCount.parse(gpuMemory);
        if (bytes == null) throw usage("--gpu-memory is '" + gpuMemory + "'; allowed: " + ByteCount.ALLOWED);
        return bytes;
    }

    /** Everything that was said, for a machine that is described. */
    FitForm form() {
        Map<FitSetting, Long> numbers = new EnumMap<>(FitSetting.class);
        texts().forEach((setting, text) -> numbers.put(setting, number(setting, text)));
        if (kvType != null && !FitForm.KV_TYPES.contains(kvType))
            throw usage("--kv-type " + FitForm.kvTypeRefusal(kvType));
        FitForm form = new FitForm(numbers, kvType == null ? FitForm.DEFAULT_KV_TYPE : kvType);
        String contradiction = form.contradiction();
        if (contradiction != null) throw usage("--kv-type and --flash-attention: " + contradiction);
        if (gpuMemory != null && form.gpus() == 0)
            throw usage("--gpu-memory is said of no GPU; allowed with --gpus 1 to 15, or with --gpu-layers");
        return form;
    }

    /** Everything that was said, for this machine's workers. */
    Wish wish() {
        Map<FitSetting, Long> numbers = new EnumMap<>(FitSetting.class);
        texts().forEach((setting, text) -> {
            if (!JUDGED.contains(setting))
                throw usage(setting.option() + " is about a described machine; allowed with --gpus N"
                        + " (0 = the processor alone). This machine's workers choose it themselves");
            numbers.put(setting, number(setting, text));
        });
        Long said = numbers.get(FitSetting.SEQUENCES);
        Long flash = numbers.get(FitSetting.FLASH_ATTENTION);
        try {
            return new Wish(
                    null,
                    numbers.get(FitSetting.CONTEXT),
                    said == null ? null : said.intValue(),
                    kvType,
                    flash == null ? null : flash == 1,
                    Set.of());
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private Map<FitSetting, String> texts() {
        Map<FitSetting, String> texts = new EnumMap<>(FitSetting.class);
        put(texts, FitSetting.GPUS, gpus);
        put(texts, FitSetting.GPU_LAYERS, gpuLayers);
        put(texts, FitSetting.CONTEXT, context);
        put(texts, FitSetting.BATCH, batch);
        put(texts, FitSetting.UBATCH, ubatch);
        put(texts, FitSetting.SEQUENCES, sequences);
        put(texts, FitSetting.UNIFIED_KV, unifiedKv);
        put(texts, FitSetting.FLASH_ATTENTION, flashAttention);
        put(texts, FitSetting.OUTPUT_ROWS, outputRows);
        put(texts, FitSetting.MOE_LAYERS_ON_HOST, expertLayers);
        put(texts, FitSetting.CUDA_FA_TEMPORARIES, temporaries);
        put(texts, FitSetting.CPU_REPACK, repack);
        return texts;
    }

    private static void put(Map<FitSetting, String> texts, FitSetting setting, @Nullable String text) {
        if (text != null) texts.put(setting, text);
    }

    private long number(FitSetting setting, String text) {
        if (setting.isFlag()) {
            if (text.equals("on")) return 1;
            if (text.equals("off")) return 0;
        } else if (text.matches("\\d{1,18}") && setting.allows(Long.parseLong(text))) {
            return Long.parseLong(text);
        }
        String allowed = setting.isFlag() ? "on, off" : setting.range();
        throw usage(setting.option() + " is '" + text + "'; allowed: " + allowed);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
