package dev.waggle.models;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of a model's parts, as its file's keys give them. Counts are of elements unless said otherwise; a part the
 * architecture lacks is null.
 *
 * @param layers blocks, next-token-prediction blocks included ({@code block_count})
 * @param predictionLayers of those, the multi-token-prediction blocks at the end ({@code nextn_predict_layers})
 * @param embeddingLength the width of the residual stream ({@code embedding_length})
 * @param vocabulary tokens ({@code vocab_size}, else the length of the token list)
 * @param feedForwardLengths per layer, 0 where a layer has no dense feed-forward part
 * @param attention null where no layer attends
 * @param experts null where the model is dense
 * @param recurrent null where no layer keeps a recurrent state
 */
public record ModelShape(
        int layers,
        int predictionLayers,
        long embeddingLength,
        long vocabulary,
        List<Long> feedForwardLengths,
        @Nullable Attention attention,
        @Nullable Experts experts,
        @Nullable Recurrent recurrent) {
    /** Copies the lists. */
    public ModelShape {
        feedForwardLengths = List.copyOf(feedForwardLengths);
    }

    /**
     * The attention of a model.
     *
     * @param heads query heads per layer, 0 where a layer doesn't attend
     * @param keyValueHeads key and value heads per layer, 0 where a layer caches none
     * @param keyLength elements of one key head
     * @param valueLength elements of one value head
     * @param window null where every layer sees the whole context
     * @param latent null where keys and values are cached as they are
     * @param sharedKeyValueLayers layers at the end that use the cache of earlier ones
     */
    public record Attention(
            List<Integer> heads,
            List<Integer> keyValueHeads,
            long keyLength,
            long valueLength,
            @Nullable SlidingWindow window,
            @Nullable Latent latent,
            int sharedKeyValueLayers) {
        /** Copies the lists. */
        public Attention {
            heads = List.copyOf(heads);
            keyValueHeads = List.copyOf(keyValueHeads);
        }
    }

    /**
     * Sliding-window attention (SWA).
     *
     * @param tokens the window's width
     * @param layers per layer, true where it applies; empty where the file leaves that to the architecture
     */
    public record SlidingWindow(long tokens, List<Boolean> layers) {
        /** Copies the list. */
        public SlidingWindow {
            layers = List.copyOf(layers);
        }
    }

    /**
     * Multi-head latent attention (MLA): keys and values are compressed into one vector per token.
     *
     * @param rank elements of the compressed vector ({@code kv_lora_rank})
     * @param keyLength elements of one uncompressed key head, 0 where the file doesn't say
     * @param valueLength elements of one uncompressed value head, 0 where the file doesn't say
     */
    public record Latent(long rank, long keyLength, long valueLength) {}

    /**
     * A mixture of experts (MoE).
     *
     * @param count experts per layer
     * @param used experts that see one token
     * @param feedForwardLength width of one expert, 0 where the file doesn't say
     * @param sharedFeedForwardLength width of the expert that sees every token, 0 where there is none
     * @param leadingDenseLayers layers at the start without experts
     */
    public record Experts(
            int count, int used, long feedForwardLength, long sharedFeedForwardLength, int leadingDenseLayers) {}

    /** What a layer remembers between tokens instead of keys and values. */
    public sealed interface Recurrent {}

    /**
     * A selective state space (Mamba, Mamba-2, gated delta net).
     *
     * @param convolution tokens the convolution sees
     * @param innerSize elements of the inner stream
     * @param stateSize elements of state per inner element
     * @param timeStepRank rank of the time step (Mamba), or heads (Mamba-2)
     * @param groups groups of state, 0 for Mamba
     * @param fullAttentionInterval every how many layers one attends; 0 where the layers say it themselves
     */
    public record StateSpace(
            int convolution, long innerSize, long stateSize, long timeStepRank, int groups, int fullAttentionInterval)
            implements Recurrent {}

    /**
     * RWKV's time mixing.
     *
     * @param headSize elements of one head
     * @param tokenShifts earlier tokens kept
     */
    public record TimeMix(int headSize, int tokenShifts) implements Recurrent {}

    /**
     * A short convolution (LFM2).
     *
     * @param length tokens the convolution sees
     */
    public record ShortConvolution(int length) implements Recurrent {}
}
