package dev.waggle.server.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a question about memory that is a number, or on (1) and off (0). Its name, in lower case, is its key in
 * files of questions; with hyphens it is an option of the command line.
 */
public enum FitSetting {
    /** Layers on GPUs, counted from the end, the output layer first; more than there are means all. */
    GPU_LAYERS(0, Integer.MAX_VALUE),
    /** Tokens of all sequences together. */
    CONTEXT(1, Integer.MAX_VALUE),
    /** Prompt tokens computed at once. */
    UBATCH(1, Integer.MAX_VALUE),
    /** Prompt tokens handed over at once. */
    BATCH(1, Integer.MAX_VALUE),
    /** Held at once; llama.cpp's limit (llama-cparams.h, LLAMA_MAX_SEQ). */
    SEQUENCES(1, 256),
    /** Whether sequences share one cache. */
    UNIFIED_KV(0, 1),
    /** Whether attention is computed without its full matrix. */
    FLASH_ATTENTION(0, 1),
    /** Tokens of a micro-batch whose logits are computed; 0 for all of them. */
    OUTPUT_ROWS(0, Integer.MAX_VALUE),
    /** Layers from the start whose experts stay in RAM. */
    MOE_LAYERS_ON_HOST(0, Integer.MAX_VALUE),
    /** GPUs of equal memory: with the processor, as many backends as llama.cpp schedules (GGML_SCHED_MAX_BACKENDS). */
    GPUS(0, 15),
    /** Whether CUDA's flash attention reserves room to unpack a quantized cache. */
    CUDA_FA_TEMPORARIES(0, 1),
    /** Whether a processor alone holds weights in the layout of its own kernels. */
    CPU_REPACK(0, 1);

    private final long least;
    private final long most;

    FitSetting(long least, long most) {
        this.least = least;
        this.most = most;
    }

    /** The setting of that key. */
    public static Optional<FitSetting> byKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key().equals(key))
                .findFirst();
    }

    /** Its name in files of questions, such as {@code gpu_layers}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its name on the command line, such as {@code --gpu-layers}. */
    public String option() {
        return "--" + key().replace('_', '-');
    }

    /** Whether it is on or off rather than a number. */
    public boolean isFlag() {
        return most == 1;
    }

    /** What a number may be: {@code 1 to 256}. */
    public String range() {
        return least + " to " + most;
    }

    /** Whether the number is within the range. */
    public boolean allows(long value) {
        return value >= least && value <= most;
    }

    /** What is wrong with a number, with what is allowed; null where nothing is. */
    public @Nullable String refusal(long value) {
        return allows(value) ? null : "is " + value + "; allowed: " + range();
    }
}
