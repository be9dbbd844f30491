package dev.waggle.rules.fit;

import dev.waggle.models.gguf.GgmlType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Element types of a key-value cache and the sizes of tensors on a backend. */
final class CacheType {
    /** CUDA pads rows of quantized tensors to so many elements (ggml-cuda.cu, get_alloc_size, MATRIX_ROW_PADDING). */
    private static final long CUDA_ROW_ELEMENTS = 512;

    /** CUDA's alignment of tensors in a buffer (ggml-cuda.cu, buffer_type_get_alignment). */
    private static final long CUDA_ALIGNMENT = 128;

    /** The alignment of tensors in host buffers (ggml-backend.cpp, cpu_buffer_type_get_alignment). */
    private static final long HOST_ALIGNMENT = 32;

    private static final Map<String, GgmlType> BY_NAME = Map.of(
            "f32", GgmlType.F32,
            "f16", GgmlType.F16,
            "bf16", GgmlType.BF16,
            "q8_0", GgmlType.Q8_0,
            "q4_0", GgmlType.Q4_0,
            "q4_1", GgmlType.Q4_1,
            "q5_0", GgmlType.Q5_0,
            "q5_1", GgmlType.Q5_1,
            "iq4_nl", GgmlType.IQ4_NL);

    private CacheType() {}

    /** The names, in alphabetical order. */
    static List<String> names() {
        return BY_NAME.keySet().stream().sorted().toList();
    }

    static Optional<GgmlType> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Bytes of a tensor in a CUDA buffer: its last row padded, its end aligned. */
    static long deviceBytes(GgmlType type, long rowElements, long elements) {
        long beyond = rowElements % CUDA_ROW_ELEMENTS;
        long padding = type.isQuantized() && beyond != 0 ? paddingBytes(type, CUDA_ROW_ELEMENTS - beyond) : 0;
        return Exact.padded(Math.addExact(type.bytes(elements), padding), CUDA_ALIGNMENT);
    }

    private static long paddingBytes(GgmlType type, long elements) {
        return elements / type.blockElements() * type.blockBytes();
    }

    /** Bytes of a tensor in a host buffer, pinned or not. */
    static long hostBytes(GgmlType type, long elements) {
        return Exact.padded(type.bytes(elements), HOST_ALIGNMENT);
    }
}
