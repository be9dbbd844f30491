package dev.waggle.runtime.protocol;

/**
 * How a model is to be loaded.
 *
 * @param contextTokens tokens of prompt and answer together, at least 1
 * @param batchTokens prompt tokens read in one step, at least 1: a cancelled prompt ends between two steps
 * @param threads processor threads, at least 1
 * @param gpuLayers layers on the GPU, 0 = none
 * @param kvType type of the key-value cache: {@code f16}, {@code q8_0}, …
 * @param flashAttention whether flash attention is used
 */
public record LoadSettings(
        int contextTokens, int batchTokens, int threads, int gpuLayers, String kvType, boolean flashAttention) {
    public LoadSettings {
        Checks.atLeast(1, contextTokens, "contextTokens");
        Checks.atLeast(1, batchTokens, "batchTokens");
        Checks.atLeast(1, threads, "threads");
        Checks.atLeast(0, gpuLayers, "gpuLayers");
        if (!kvType.matches("[a-z0-9_]{1,16}")) {
            throw new IllegalArgumentException("kvType is no type name");
        }
    }
}
