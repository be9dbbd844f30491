package dev.waggle.rules.fit;

/**
 * Context and cache of a model that is loaded.
 *
 * @param contextTokens tokens of all sequences together
 * @param sequences held at once
 * @param batchTokens prompt tokens handed over at once
 * @param ubatchTokens prompt tokens computed at once
 * @param kvType element type of keys and values: f16, bf16, f32, q8_0, q5_1, q5_0, q4_1, q4_0, iq4_nl
 * @param flashAttention whether attention is computed without its full matrix
 * @param unifiedKv whether sequences share one cache
 * @param outputRows tokens of a micro-batch whose logits are computed; 0 for all of them. llama-server needs one a
 *     sequence
 * @param unpacksCache whether CUDA's flash attention reserves room to unpack a quantized cache to F16
 * @param repacks whether a processor without GPU beside it holds weights in the layout of its own kernels
 */
public record FitSettings(
        long contextTokens,
        int sequences,
        int batchTokens,
        int ubatchTokens,
        String kvType,
        boolean flashAttention,
        boolean unifiedKv,
        long outputRows,
        boolean unpacksCache,
        boolean repacks) {
    /** llama.cpp's defaults of batch and micro-batch (llama_context_default_params). */
    public static final int DEFAULT_BATCH_TOKENS = 2_048;

    /** llama.cpp's default of a micro-batch (llama_context_default_params). */
    public static final int DEFAULT_UBATCH_TOKENS = 512;

    /** Settings as llama-server has them where nothing else is said: logits of one token a sequence, weights repacked. */
    public static FitSettings of(long contextTokens, int sequences, String kvType, boolean flashAttention) {
        return new FitSettings(
                contextTokens,
                sequences,
                DEFAULT_BATCH_TOKENS,
                DEFAULT_UBATCH_TOKENS,
                kvType,
                flashAttention,
                false,
                sequences,
                true,
                true);
    }

    /** The same with another context and cache. */
    public FitSettings withCache(long newContextTokens, String newKvType) {
        return new FitSettings(
                newContextTokens,
                sequences,
                batchTokens,
                ubatchTokens,
                newKvType,
                flashAttention,
                unifiedKv,
                outputRows,
                unpacksCache,
                repacks);
    }

    /** The same with other batches. */
    public FitSettings withBatches(int newBatchTokens, int newUbatchTokens) {
        return new FitSettings(
                contextTokens,
                sequences,
                newBatchTokens,
                newUbatchTokens,
                kvType,
                flashAttention,
                unifiedKv,
                outputRows,
                unpacksCache,
                repacks);
    }
}
