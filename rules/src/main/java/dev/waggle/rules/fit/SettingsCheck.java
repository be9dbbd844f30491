package dev.waggle.rules.fit;

import dev.waggle.models.gguf.GgmlType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which settings make sense at all. */
final class SettingsCheck {
    /** llama.cpp holds so many sequences (llama-cparams.h, LLAMA_MAX_SEQ). */
    private static final int MOST_SEQUENCES = 256;

    private SettingsCheck() {}

    /** Why settings are refused, with what is allowed; null where they aren't. */
    static @Nullable String refusal(FitSettings settings) {
        String outside = outside("context", settings.contextTokens(), 1, Integer.MAX_VALUE);
        if (outside == null) outside = outside("sequences", settings.sequences(), 1, MOST_SEQUENCES);
        if (outside == null) outside = outside("batch", settings.batchTokens(), 1, Integer.MAX_VALUE);
        if (outside == null) outside = outside("ubatch", settings.ubatchTokens(), 1, Integer.MAX_VALUE);
        if (outside == null) outside = outside("output rows", settings.outputRows(), 0, Integer.MAX_VALUE);
        if (outside != null) return outside;
        Optional<GgmlType> type = CacheType.byName(settings.kvType());
        if (type.isEmpty())
            return "cache type is '" + settings.kvType() + "'; allowed: " + String.join(", ", CacheType.names());
        return type.get().isQuantized() && !settings.flashAttention()
                ? "llama.cpp refuses a quantized cache without flash attention"
                : null;
    }

    private static @Nullable String outside(String setting, long value, long least, long most) {
        return value >= least && value <= most
                ? null
                : setting + " is " + value + "; allowed: " + least + " to " + most;
    }
}
