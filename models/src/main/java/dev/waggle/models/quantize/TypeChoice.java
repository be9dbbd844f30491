package dev.waggle.models.quantize;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.gguf.GgufTensor;
import java.util.List;

/**
 * The types one mixture gives to a model's matrices, without an importance matrix. Matrices must come in
 * {@link FileOrder}, each once: some mixtures give a better type to the first few of a kind.
 *
 * @see <a href="https://github.com/ggml-org/llama.cpp/blob/master/src/llama-quant.cpp">llama_tensor_get_type_impl and
 *     tensor_type_fallback in llama-quant.cpp</a>, as of 0.5.0
 */
final class TypeChoice {
    private final Mixture mixture;
    private final Traits traits;
    private final boolean isTied;
    private final boolean isFalcon;
    private final int values;
    private int valuesSeen;
    private int downsSeen;

    /** Starts over with the tensors of a model, of which {@link #next} will be asked for the quantizable ones. */
    TypeChoice(Mixture mixture, Traits traits, List<GgufTensor> all) {
        this.mixture = mixture;
        this.traits = traits;
        this.isFalcon = traits.architecture().equals("falcon");
        boolean hasOutput = false;
        int attentionValues = 0;
        for (GgufTensor tensor : all) {
            Role role = Role.of(tensor.name());
            if (role == Role.OUTPUT) hasOutput = true;
            if (role == Role.ATTENTION_VALUE) attentionValues++;
        }
        this.isTied = !hasOutput;
        this.values = attentionValues;
    }

    /** The type of the next matrix. */
    GgmlType next(GgufTensor matrix) {
        if (!mixture.type().isQuantized()) return mixture.type();
        return fitting(wanted(matrix), matrix.shape().get(0));
    }

    private GgmlType wanted(GgufTensor matrix) {
        return switch (Role.of(matrix.name())) {
            case OUTPUT -> output(matrix);
            case TOKEN_EMBEDDING -> isTied ? output(matrix) : mixture.type();
            case ATTENTION_VALUE -> attentionValue(valuesSeen++);
            case ATTENTION_KEY -> traits.experts() == 8 ? GgmlType.Q8_0 : mixture.type();
            case ATTENTION_OUTPUT -> attentionOutput();
            case FEED_FORWARD_DOWN -> feedForwardDown(matrix, downsSeen++);
            case OTHER -> mixture.type();
        };
    }

    private GgmlType output(GgufTensor matrix) {
        boolean wholeBlocks = matrix.shape().get(0) % mixture.type().blockElements() == 0;
        return isFalcon || !wholeBlocks || mixture == Mixture.Q8_0 ? GgmlType.Q8_0 : GgmlType.Q6_K;
    }

    private GgmlType attentionValue(int index) {
        if (traits.experts() == 8) return GgmlType.Q8_0;
        GgmlType type = switch (mixture) {
            case Q2_K -> traits.sharedHeads() >= 4 ? GgmlType.Q4_K : GgmlType.Q3_K;
            case Q3_K_M -> index < 2 ? GgmlType.Q5_K : GgmlType.Q4_K;
            case Q3_K_L -> GgmlType.Q5_K;
            case Q4_K_S -> index < 4 ? GgmlType.Q5_K : mixture.type();
            case Q4_K_M, Q5_K_M -> isSensitive(index, values) ? GgmlType.Q6_K : mixture.type();
            default -> mixture.type();
        };
        boolean isSmall = traits.is70b() && (type == GgmlType.Q3_K || type == GgmlType.Q4_K);
        return isSmall ? GgmlType.Q5_K : type;
    }

    private GgmlType attentionOutput() {
        if (isFalcon) return mixture == Mixture.Q3_K_L ? GgmlType.Q4_K : mixture.type();
        if (traits.experts() == 8)
            return switch (mixture) {
                case Q2_K, Q3_K_S, Q3_K_M, Q4_K_S, Q4_K_M -> GgmlType.Q5_K;
                default -> mixture.type();
            };
        return switch (mixture) {
            case Q2_K -> GgmlType.Q3_K;
            case Q3_K_M -> GgmlType.Q4_K;
            case Q3_K_L -> GgmlType.Q5_K;
            default -> mixture.type();
        };
    }

    /** Dense models are counted, experts go by their block. */
    private GgmlType feedForwardDown(GgufTensor matrix, int index) {
        int layers = traits.layers();
        int layer = traits.experts() > 1 ? FileOrder.layer(matrix.name()) : index;
        if (isFalcon) return falconDown(layer);
        return switch (mixture) {
            case Q2_K -> GgmlType.Q3_K;
            case Q3_K_M -> layer < layers / 16 ? GgmlType.Q5_K : GgmlType.Q4_K;
            case Q3_K_L -> GgmlType.Q5_K;
            case Q4_K_M, Q5_K_M -> isSensitive(layer, layers) ? GgmlType.Q6_K : mixture.type();
            case Q4_K_S -> layer < layers / 8 ? GgmlType.Q5_K : mixture.type();
            default -> mixture.type();
        };
    }

    private GgmlType falconDown(int layer) {
        boolean first = layer < traits.layers() / 16;
        boolean sensitive = isSensitive(layer, traits.layers());
        return switch (mixture) {
            case Q2_K -> GgmlType.Q3_K;
            case Q3_K_M -> first ? GgmlType.Q5_K : sensitive ? GgmlType.Q4_K : GgmlType.Q3_K;
            case Q3_K_L -> GgmlType.Q4_K;
            case Q4_K_M -> first ? GgmlType.Q6_K : sensitive ? GgmlType.Q5_K : GgmlType.Q4_K;
            case Q5_K_M -> sensitive ? GgmlType.Q6_K : mixture.type();
            default -> mixture.type();
        };
    }

    /** The first and last eighth, and every third between them ({@code use_more_bits}). */
    private static boolean isSensitive(int index, int count) {
        return index < count / 8 || index >= 7 * count / 8 || (index - count / 8) % 3 == 2;
    }

    /** The type itself, or the replacement where a row isn't whole blocks of it. */
    private static GgmlType fitting(GgmlType type, long rowElements) {
        if (rowElements % type.blockElements() == 0) return type;
        GgmlType smaller = switch (type) {
            case Q2_K, Q3_K -> GgmlType.Q4_0;
            case Q4_K -> GgmlType.Q5_0;
            case Q5_K -> GgmlType.Q5_1;
            case Q6_K -> GgmlType.Q8_0;
            default -> type;
        };
        return rowElements % smaller.blockElements() == 0 ? smaller : GgmlType.F16;
    }
}
