package dev.waggle.models.quantize;

import dev.waggle.models.gguf.GgmlType;
import java.util.Arrays;
import java.util.Optional;

/** A mixture of element types that llama-quantize can be asked for, with the type it gives to most matrices. */
enum Mixture {
    F32(GgmlType.F32),
    F16(GgmlType.F16),
    BF16(GgmlType.BF16),
    Q8_0(GgmlType.Q8_0),
    Q4_0(GgmlType.Q4_0),
    Q5_0(GgmlType.Q5_0),
    Q2_K(GgmlType.Q2_K),
    Q3_K_S(GgmlType.Q3_K),
    Q3_K_M(GgmlType.Q3_K),
    Q3_K_L(GgmlType.Q3_K),
    Q4_K_S(GgmlType.Q4_K),
    Q4_K_M(GgmlType.Q4_K),
    Q5_K_S(GgmlType.Q5_K),
    Q5_K_M(GgmlType.Q5_K),
    Q6_K(GgmlType.Q6_K);

    private final GgmlType type;

    Mixture(GgmlType type) {
        this.type = type;
    }

    /** The mixture with this label, such as {@code Q4_K_M}; case counts. */
    static Optional<Mixture> byLabel(String label) {
        return Arrays.stream(values())
                .filter(mixture -> mixture.name().equals(label))
                .findFirst();
    }

    /** The type of all matrices that have no role of their own. */
    GgmlType type() {
        return type;
    }
}
