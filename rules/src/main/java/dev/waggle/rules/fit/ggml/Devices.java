package dev.waggle.rules.fit.ggml;

import dev.waggle.models.gguf.GgmlType;

/**
 * The devices a graph is divided among: GPUs, numbered from 0, and behind them the processor.
 *
 * @param gpus how many GPUs
 * @param gpuAlignmentBytes alignment of tensors in a GPU's buffer: 128 for CUDA
 * @param rowElements quantized rows on a GPU are padded to so many elements: 512 for CUDA, 1 where they are not
 * @param copies inputs kept at once: 4 where micro-batches follow each other through several GPUs, else 1
 * @param offloadRows from how many rows on a GPU computes with weights that lie on the host: 32 for CUDA
 * @param unpacksCache whether flash attention on a GPU reserves room to unpack a quantized cache to F16
 */
public record Devices(
        int gpus, long gpuAlignmentBytes, long rowElements, int copies, long offloadRows, boolean unpacksCache) {
    /** The alignment of tensors in host buffers (ggml-backend.cpp, cpu_buffer_type_get_alignment). */
    private static final long HOST_ALIGNMENT_BYTES = 32;

    private static final long UNPACKED_ALIGNMENT_BYTES = 128;

    /** The number of devices, the processor among them. */
    int count() {
        return gpus + 1;
    }

    /** The processor's number. */
    int host() {
        return gpus;
    }

    /** Whether a device can use bytes that lie on another: each only its own. */
    boolean reaches(int device, int home) {
        return device == home;
    }

    /** Whether a GPU computes a node although the weight lies on the host (get_op_batch_size, offload_op). */
    boolean offloads(Tensor node) {
        long rows = switch (node.op) {
            case GET_ROWS -> 0;
            case MUL_MAT -> node.n1;
            case MUL_MAT_ID, ROPE -> node.n2;
            default -> node.rows();
        };
        return gpus > 0 && rows >= offloadRows;
    }

    /** Bytes a tensor takes in a device's buffer, alignment included. */
    long bytes(int device, Tensor tensor) {
        long bytes = tensor.bytes();
        if (device == host()) return aligned(bytes, HOST_ALIGNMENT_BYTES);
        if (tensor.type.isQuantized() && tensor.n0 % rowElements != 0)
            bytes += tensor.type.bytes(rowElements - tensor.n0 % rowElements);
        if (unpacksCache && tensor.op == Op.FLASH_ATTENTION) bytes = unpacked(tensor, bytes);
        return aligned(bytes, gpuAlignmentBytes);
    }

    /** The result, then F16 copies of keys and of values that are not a view of them (fattn.cu, get_alloc_size). */
    private static long unpacked(Tensor attention, long resultBytes) {
        Tensor keys = attention.sources[1];
        Tensor values = attention.sources[2];
        if (readsQuantized(attention.sources[0], keys, values)) return resultBytes;
        long bytes = resultBytes;
        if (keys.type != GgmlType.F16) bytes = aligned(bytes, UNPACKED_ALIGNMENT_BYTES) + 2 * keys.elements();
        if (values.type != GgmlType.F16 && values.owner() != keys.owner())
            bytes = aligned(bytes, UNPACKED_ALIGNMENT_BYTES) + 2 * values.elements();
        return bytes;
    }

    /** One token a sequence has a kernel that reads quantized caches as they are (ggml_cuda_get_best_fattn_kernel). */
    private static boolean readsQuantized(Tensor query, Tensor keys, Tensor values) {
        boolean anyQuantized = keys.type.isQuantized() || values.type.isQuantized();
        boolean length = keys.n0 == 64 || keys.n0 == 128 || keys.n0 == 256;
        return anyQuantized && query.n1 == 1 && length && values.n0 == keys.n0;
    }

    private static long aligned(long bytes, long alignment) {
        return Math.addExact(bytes, alignment - 1) & -alignment;
    }
}
