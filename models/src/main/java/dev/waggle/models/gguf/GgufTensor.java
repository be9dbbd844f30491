package dev.waggle.models.gguf;

import java.util.List;

/**
 * One row of the tensor table.
 *
 * @param name such as {@code blk.0.attn_q.weight}
 * @param shape elements per dimension, the contiguous one (a row) first; 1 to 4 dimensions
 * @param type how elements are stored
 * @param offset bytes from the start of the file's tensor data, a multiple of the alignment
 */
public record GgufTensor(String name, List<Long> shape, GgmlType type, long offset) {
    /** Copies the shape; the reader and the writer have bounded it. */
    public GgufTensor {
        shape = List.copyOf(shape);
    }

    /** The number of elements. */
    public long elements() {
        long product = 1;
        for (long dimension : shape) product = Math.multiplyExact(product, dimension);
        return product;
    }

    /** Bytes of the stored elements, without padding behind them. */
    public long bytes() {
        return type.bytes(elements());
    }
}
