package dev.waggle.rules.judge;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a question asks for beyond the model: null leaves it to the policy.
 *
 * @param task chat, completion, embedding or image; null = what the model is for
 * @param contextTokens tokens of prompt and answer together, 1 or more
 * @param sequences held at once, 1 to 1024
 * @param kvType element type of the key-value cache
 * @param flashAttention null = the worker's default
 * @param parameters request parameters that must be obeyed
 */
public record Wish(
        @Nullable String task,
        @Nullable Long contextTokens,
        @Nullable Integer sequences,
        @Nullable String kvType,
        @Nullable Boolean flashAttention,
        Set<String> parameters) {
    /** The types of a key-value cache that can be asked for: those every engine of the catalog has. */
    public static final Set<String> KV_TYPES = Set.of("f32", "f16", "q8_0", "q4_0");

    private static final long MOST_CONTEXT = 1L << 30;
    private static final int MOST_SEQUENCES = 1_024;

    /** Checks the ranges and copies the set. */
    public Wish {
        if (contextTokens != null && (contextTokens < 1 || contextTokens > MOST_CONTEXT))
            throw new IllegalArgumentException(
                    "contextTokens is " + contextTokens + ", must be from 1 to " + MOST_CONTEXT);
        if (sequences != null && (sequences < 1 || sequences > MOST_SEQUENCES))
            throw new IllegalArgumentException("sequences is " + sequences + ", must be from 1 to " + MOST_SEQUENCES);
        if (kvType != null && !KV_TYPES.contains(kvType))
            throw new IllegalArgumentException("kvType is '" + kvType + "', must be one of " + new TreeSet<>(KV_TYPES));
        parameters = Set.copyOf(parameters);
    }

    /** Asks for nothing in particular. */
    public static Wish none() {
        return new Wish(null, null, null, null, null, Set.of());
    }
}
