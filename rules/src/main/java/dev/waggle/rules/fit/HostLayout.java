package dev.waggle.rules.fit;

import dev.waggle.models.ModelFile;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.gguf.GgufTensor;
import java.util.Set;

/**
 * How the host holds a model's weights beyond their sum.
 *
 * @param repackedBytes weights that a processor alone holds in the layout of its kernels
 * @param copiedBytes of those, a second copy of the token embedding as the output layer
 * @param lazyBytes tables of rows that are mapped rather than read
 */
record HostLayout(long repackedBytes, long copiedBytes, long lazyBytes) {
    /**
     * Types that have kernels for eight rows at once with AVX2 (ggml-cpu/repack.cpp,
     * ggml_repack_get_optimal_repack_type, 0.5.0). With AVX-512 Q2_K too; ARM has others.
     */
    private static final Set<GgmlType> INTERLEAVED =
            Set.of(GgmlType.Q4_0, GgmlType.Q4_K, GgmlType.IQ4_NL, GgmlType.MXFP4, GgmlType.Q2_K);

    private static final int ROWS = 8;

    /** Larger tables of per-layer embeddings are read row by row (llama_model_loader::lazy_read, auto_min_size). */
    private static final long LAZY_ABOVE_BYTES = 4L << 30;

    static HostLayout of(ModelFile model, boolean tied, int runningLayers) {
        long repacked = 0;
        long copied = 0;
        long lazy = 0;
        for (GgufTensor tensor : model.tensors()) {
            if (TensorRole.of(model.architecture(), tensor.name()).isBeyond(runningLayers)) continue;
            boolean embedding = tensor.name().equals("token_embd.weight");
            long bytes = CacheType.hostBytes(tensor.type(), tensor.elements());
            if (isRepacked(tensor)) {
                if (!embedding && !isRowTable(tensor.name())) repacked = Math.addExact(repacked, bytes);
                else if (embedding && tied) copied = bytes;
            }
            boolean perLayer = tensor.name().equals("per_layer_token_embd.weight");
            if (perLayer && model.architecture().equals("gemma4") && tensor.bytes() > LAZY_ABOVE_BYTES) lazy = bytes;
        }
        return new HostLayout(repacked, copied, lazy);
    }

    /** A matrix, or the matrices of experts, whose rows come in eights. */
    private static boolean isRepacked(GgufTensor tensor) {
        int dimensions = tensor.shape().size();
        while (dimensions > 1 && tensor.shape().get(dimensions - 1) == 1) dimensions--;
        boolean experts = tensor.name().contains("exps.");
        return INTERLEAVED.contains(tensor.type())
                && dimensions == (experts ? 3 : 2)
                && tensor.shape().get(1) % ROWS == 0;
    }

    /** Tables of which rows are read, never multiplied by. */
    private static boolean isRowTable(String name) {
        return name.startsWith("token_embd.")
                || name.startsWith("position_embd.")
                || name.startsWith("token_types.")
                || name.startsWith("per_layer_token_embd.")
                || name.contains("attn_rel_b.");
    }
}
