package dev.waggle.rules.fit.ggml;

import dev.waggle.models.gguf.GgmlType;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of a compute graph without its data. Lengths are elements, strides are bytes, four of each as in ggml.
 * Belongs to one graph, and carries what the scheduler and the allocator note on it.
 */
public final class Tensor {
    /** No buffer, no device. */
    static final int NOWHERE = -1;

    private static final Tensor[] NO_SOURCES = {};

    final Op op;
    final GgmlType type;
    final long n0;
    final long n1;
    final long n2;
    final long n3;
    final long b0;
    final long b1;
    final long b2;
    final long b3;

    /** The tensor whose bytes these are, null where they are its own. */
    final @Nullable Tensor viewed;

    Tensor[] sources;

    /** The device whose memory already holds it, as weights and caches are; {@link #NOWHERE} for others. */
    int home = NOWHERE;

    boolean weight;

    @Nullable
    String name;

    boolean input;
    boolean output;
    boolean visited;

    int device = NOWHERE;
    Tensor @Nullable [] copies;

    int children;
    int views;
    boolean allocated;
    int buffer;
    long offset;

    Tensor(
            Op op,
            GgmlType type,
            long n0,
            long n1,
            long n2,
            long n3,
            long b0,
            long b1,
            long b2,
            long b3,
            @Nullable Tensor viewed,
            Tensor... sources) {
        this.op = op;
        this.type = type;
        this.n0 = n0;
        this.n1 = n1;
        this.n2 = n2;
        this.n3 = n3;
        this.b0 = b0;
        this.b1 = b1;
        this.b2 = b2;
        this.b3 = b3;
        this.viewed = viewed;
        this.sources = sources;
    }

    /** A tensor of its own, its rows one after the other. */
    static Tensor contiguous(Op op, GgmlType type, long n0, long n1, long n2, long n3, Tensor... sources) {
        long row = row(type, n0);
        long plane = Math.multiplyExact(row, n1);
        return new Tensor(
                op, type, n0, n1, n2, n3, type.blockBytes(), row, plane, Math.multiplyExact(plane, n2), null, sources);
    }

    /** A leaf, its rows one after the other. */
    static Tensor leaf(GgmlType type, long n0, long n1, long n2, long n3) {
        return contiguous(Op.NONE, type, n0, n1, n2, n3, NO_SOURCES);
    }

    /** A tensor of the same layout that has bytes of its own (ggml_dup_tensor_layout). */
    Tensor sameLayout() {
        return new Tensor(Op.NONE, type, n0, n1, n2, n3, b0, b1, b2, b3, null, NO_SOURCES);
    }

    /** Bytes of a row; throws where it is not whole blocks. */
    static long row(GgmlType type, long elements) {
        return type.bytes(elements);
    }

    /** Bytes between the first and behind the last element (ggml_nbytes). */
    long bytes() {
        long bytes = type.blockElements() == 1
                ? Math.addExact((long) type.blockBytes(), Math.multiplyExact(n0 - 1, b0))
                : type.bytes(n0);
        bytes = Math.addExact(bytes, Math.multiplyExact(n1 - 1, b1));
        bytes = Math.addExact(bytes, Math.multiplyExact(n2 - 1, b2));
        return Math.addExact(bytes, Math.multiplyExact(n3 - 1, b3));
    }

    /** The tensor that owns the bytes. */
    Tensor owner() {
        return viewed == null ? this : viewed;
    }

    /** The device whose memory already holds the bytes. */
    int homeOfBytes() {
        return owner().home;
    }

    boolean hasLayoutOf(Tensor other) {
        return type == other.type
                && n0 == other.n0
                && n1 == other.n1
                && n2 == other.n2
                && n3 == other.n3
                && b1 == other.b1
                && b2 == other.b2
                && b3 == other.b3
                && b0 == other.b0;
    }

    /** Its name where it has one, and its lengths. */
    @Override
    public String toString() {
        String lengths = n0 + " × " + n1 + (n2 * n3 == 1 ? "" : " × " + n2) + (n3 == 1 ? "" : " × " + n3);
        return (name == null ? "a tensor" : "'" + name + "'") + " of " + lengths;
    }

    /** The number of rows (ggml_nrows). */
    long rows() {
        return Math.multiplyExact(Math.multiplyExact(n1, n2), n3);
    }

    /** The number of elements. */
    public long elements() {
        return Math.multiplyExact(n0, rows());
    }

    /** Elements of the first dimension, a row. */
    public long n0() {
        return n0;
    }

    /** Elements of the second dimension. */
    public long n1() {
        return n1;
    }

    /** Elements of the third dimension. */
    public long n2() {
        return n2;
    }

    /** Elements of the fourth dimension. */
    public long n3() {
        return n3;
    }

    /** Bytes from one row to the next. */
    public long b1() {
        return b1;
    }

    /** Bytes from one plane to the next. */
    public long b2() {
        return b2;
    }

    /** The type of the elements. */
    public GgmlType type() {
        return type;
    }

    /** A result the program reads: its bytes are never given to another (ggml_set_output). */
    public void keep() {
        output = true;
    }

    /** Bytes from one cube to the next. */
    public long b3() {
        return b3;
    }

    /** Whether the elements lie one behind the other (ggml_is_contiguous). */
    public boolean isContiguous() {
        long row = row(type, n0);
        return b0 == type.blockBytes()
                && (n1 == 1 || b1 == row)
                && (n2 == 1 || b2 == row * n1)
                && (n3 == 1 || b3 == row * n1 * n2);
    }
}
