package dev.waggle.models;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.gguf.GgufTensor;
import dev.waggle.models.gguf.GgufValue;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The name people use for a quantization ({@code Q4_K_M}), found in the tensor table. The number a file gives itself
 * ({@code general.file_type}) is often absent or wrong; it is asked only where the table can't tell the size letter.
 *
 * <p>llama.cpp's mixtures (llama-quant.cpp) store most matrices of the blocks in one type and give attention values and
 * feed-forward outputs a better one; the size letter says how many got it. Where a row isn't whole blocks of 256, the
 * mixture's type is replaced: Q4_K by Q5_0 and Q5_K by Q5_1, which is undone here before counting.
 */
final class QuantizationLabel {
    /** Mixtures whose letter the table may not tell, by the number of llama_ftype in llama.h. */
    private static final Map<Long, String> MIXTURES = Map.of(
            11L, "Q3_K_S", 12L, "Q3_K_M", 13L, "Q3_K_L", 14L, "Q4_K_S", 15L, "Q4_K_M", 16L, "Q5_K_S", 17L, "Q5_K_M");

    private final List<GgufTensor> matrices;
    private final String claimed;

    private QuantizationLabel(List<GgufTensor> matrices, String claimed) {
        this.matrices = matrices;
        this.claimed = claimed;
    }

    /** The label of a tensor table; {@code none} where it holds no matrix. {@code fileType} is the file's own claim. */
    static String of(List<GgufTensor> tensors, @Nullable GgufValue fileType) {
        List<GgufTensor> matrices =
                tensors.stream().filter(tensor -> tensor.shape().size() > 1).toList();
        List<GgufTensor> inBlocks = matrices.stream()
                .filter(tensor -> tensor.name().startsWith("blk."))
                .toList();
        List<GgufTensor> counted = inBlocks.isEmpty() ? matrices : inBlocks;
        String claimed = fileType instanceof GgufValue.Whole whole ? MIXTURES.getOrDefault(whole.bits(), "") : "";
        return counted.isEmpty() ? "none" : new QuantizationLabel(counted, claimed).label();
    }

    private String label() {
        GgmlType base = mostElements();
        boolean isMixture = base == GgmlType.Q3_K || base == GgmlType.Q4_K || base == GgmlType.Q5_K;
        if (!isMixture) return base.name();
        if (matrices.stream().noneMatch(QuantizationLabel::isSensitive))
            return claimed.startsWith(base.name()) ? claimed : base.name();
        return base.name() + "_" + letter(base);
    }

    private String letter(GgmlType base) {
        if (base == GgmlType.Q3_K) {
            if (matrices.stream().noneMatch(matrix -> isSensitive(matrix) && matrix.type() != base)) return "S";
            return matrices.stream().filter(QuantizationLabel::isValue).allMatch(m -> m.type() == GgmlType.Q5_K)
                    ? "L"
                    : "M";
        }
        boolean better = matrices.stream()
                .anyMatch(m -> isSensitive(m) && (m.type() == GgmlType.Q6_K || m.type() == GgmlType.Q8_0));
        return better ? "M" : "S";
    }

    private GgmlType mostElements() {
        Map<GgmlType, Long> elements = new EnumMap<>(GgmlType.class);
        for (GgufTensor matrix : matrices) elements.merge(intended(matrix), matrix.elements(), Long::sum);
        return elements.entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .orElseThrow()
                .getKey();
    }

    private static GgmlType intended(GgufTensor tensor) {
        if (tensor.shape().get(0) % 256 == 0) return tensor.type();
        return switch (tensor.type()) {
            case Q5_0 -> GgmlType.Q4_K;
            case Q5_1 -> GgmlType.Q5_K;
            default -> tensor.type();
        };
    }

    /** Matrices that a mixture may give a better type. */
    private static boolean isSensitive(GgufTensor tensor) {
        return isValue(tensor) || tensor.name().contains("ffn_down");
    }

    private static boolean isValue(GgufTensor tensor) {
        return tensor.name().contains("attn_v") || tensor.name().contains("attn_qkv");
    }
}
