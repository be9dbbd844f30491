package dev.waggle.rules.judge;

import org.jspecify.annotations.Nullable;

/**
 * The settings a verdict is about, defaults filled in.
 *
 * @param contextTokens tokens of prompt and answer together; null for models without a context
 * @param sequences held at once
 * @param kvType element type of the key-value cache
 * @param flashAttention whether attention is computed without its full matrix
 */
public record ResolvedSettings(@Nullable Long contextTokens, int sequences, String kvType, boolean flashAttention) {}
