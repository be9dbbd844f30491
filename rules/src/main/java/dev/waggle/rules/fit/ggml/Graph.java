package dev.waggle.rules.fit.ggml;

import dev.waggle.models.gguf.GgmlType;
import java.util.ArrayList;
import java.util.List;

/**
 * A compute graph that is being built: operations make tensors, {@link #expand} puts them into the order in which they
 * run. Shapes are those of ggml.c's functions of the same names.
 */
public final class Graph {
    final List<Tensor> nodes = new ArrayList<>(256);
    final List<Tensor> leafs = new ArrayList<>(128);

    /** A weight that lies in a device's memory; messages call it by its name. */
    public Tensor weight(String name, GgmlType type, long n0, long n1, long n2, long n3, int home) {
        Tensor weight = cache(type, n0, n1, n2, n3, home);
        weight.weight = true;
        weight.name = name;
        return weight;
    }

    /** A cache that lies in a device's memory. */
    public Tensor cache(GgmlType type, long n0, long n1, long n2, long n3, int home) {
        Tensor cache = Tensor.leaf(type, n0, n1, n2, n3);
        cache.home = home;
        return cache;
    }

    /** A tensor the program fills before each run. */
    public Tensor input(GgmlType type, long n0, long n1, long n2, long n3) {
        Tensor input = Tensor.leaf(type, n0, n1, n2, n3);
        input.input = true;
        return input;
    }

    /** An input of one dimension. */
    public Tensor input(GgmlType type, long n0) {
        return input(type, n0, 1, 1, 1);
    }

    /** Puts a tensor and all it needs into the graph, sources first (ggml_build_forward_expand). */
    public void expand(Tensor tensor) {
        if (tensor.visited) return;
        tensor.visited = true;
        for (Tensor source : tensor.sources) expand(source);
        if (tensor.op == Op.NONE) leafs.add(tensor);
        else nodes.add(tensor);
    }

    /** A result of the shape and type of the first source that may overwrite it: add, mul, scale, unary, norm, softmax. */
    public Tensor inPlace(Tensor a, Tensor... others) {
        return like(Op.IN_PLACE, a, others);
    }

    /** A result of the shape and type of the first source in memory of its own: norm, l2_norm, argsort of F32. */
    public Tensor fresh(Tensor a, Tensor... others) {
        return like(Op.OTHER, a, others);
    }

    /** Rotated positions (ggml_rope_ext). */
    public Tensor rope(Tensor a, Tensor... others) {
        return like(Op.ROPE, a, others);
    }

    private static Tensor like(Op op, Tensor a, Tensor... others) {
        return Tensor.contiguous(op, a.type, a.n0, a.n1, a.n2, a.n3, sources(a, others));
    }

    /** A result of any shape in memory of its own. */
    public Tensor result(GgmlType type, long n0, long n1, long n2, long n3, Tensor... sources) {
        return Tensor.contiguous(Op.OTHER, type, n0, n1, n2, n3, sources);
    }

    /** F32 product of matrices (ggml_mul_mat). */
    public Tensor mulMat(Tensor a, Tensor b) {
        if (a.n0 != b.n0 || b.n2 % a.n2 != 0 || b.n3 % a.n3 != 0) throw mismatch(a, b);
        return Tensor.contiguous(Op.MUL_MAT, GgmlType.F32, a.n1, b.n1, b.n2, b.n3, a, b);
    }

    /** F32 product of the experts' matrices that {@code ids} names (ggml_mul_mat_id). */
    public Tensor mulMatId(Tensor experts, Tensor b, Tensor ids) {
        if (experts.n0 != b.n0) throw mismatch(experts, b);
        return Tensor.contiguous(Op.MUL_MAT_ID, GgmlType.F32, experts.n1, ids.n0, b.n2, 1, experts, b, ids);
    }

    /** Rows of a matrix, as F32, or I32 where they are (ggml_get_rows). */
    public Tensor getRows(Tensor a, Tensor ids) {
        GgmlType type = a.type == GgmlType.I32 ? GgmlType.I32 : GgmlType.F32;
        return Tensor.contiguous(Op.GET_ROWS, type, a.n0, ids.n0, ids.n1, ids.n2, a, ids);
    }

    /** Rows written into another tensor, whose bytes the result is (ggml_set_rows). */
    public Tensor setRows(Tensor target, Tensor rows, Tensor ids) {
        return view(
                Op.OTHER, target, target.n0, target.n1, target.n2, target.n3, target.b0, target.b1, target.b2,
                target.b3, rows, ids, target);
    }

    /** A tensor written into another, whose bytes the result is (ggml_cpy). */
    public Tensor copy(Tensor a, Tensor target) {
        return view(
                Op.OTHER, target, target.n0, target.n1, target.n2, target.n3, target.b0, target.b1, target.b2,
                target.b3, a, target);
    }

    /** A tensor changed where it is (ggml_scale_inplace). */
    public Tensor overwrite(Tensor a, Tensor... others) {
        return view(Op.OTHER, a, a.n0, a.n1, a.n2, a.n3, a.b0, a.b1, a.b2, a.b3, sources(a, others));
    }

    /** The same elements one after the other, in memory of its own (ggml_cont). */
    public Tensor cont(Tensor a) {
        return fresh(a);
    }

    /** The same elements in another shape, in memory of its own (ggml_cont_2d). */
    public Tensor cont(Tensor a, long n0, long n1) {
        return result(a.type, n0, n1, 1, 1, a);
    }

    /** The same elements in another shape, in memory of its own (ggml_cont_4d). */
    public Tensor cont(Tensor a, long n0, long n1, long n2, long n3) {
        return result(a.type, n0, n1, n2, n3, a);
    }

    /** The same numbers in another type (ggml_cast); it names itself a source, as ggml does. */
    public Tensor cast(Tensor a, GgmlType type) {
        Tensor cast = result(type, a.n0, a.n1, a.n2, a.n3, a);
        cast.sources = new Tensor[] {a, cast};
        return cast;
    }

    /** A gate applied to the same number of elements (ggml_swiglu_split and its kin). */
    public Tensor glu(Tensor gate, Tensor up) {
        return fresh(gate, up);
    }

    /** A gate that is half of each row (ggml_swiglu and its kin). */
    public Tensor glu(Tensor gateAndUp) {
        return result(gateAndUp.type, gateAndUp.n0 / 2, gateAndUp.n1, gateAndUp.n2, gateAndUp.n3, gateAndUp);
    }

    /** The sum of each row (ggml_sum_rows). */
    public Tensor sumRows(Tensor a) {
        return result(a.type, 1, a.n1, a.n2, a.n3, a);
    }

    /** Each row's order, of which the first are looked at (ggml_argsort_top_k). */
    public Tensor argsortTopK(Tensor a, long k) {
        Tensor order = result(GgmlType.I32, a.n0, a.n1, a.n2, a.n3, a);
        return view(order, k, order.n1, order.n2, order.n3, order.b1, order.b2, order.b3);
    }

    /** Copies until the shape is reached (ggml_repeat_4d). */
    public Tensor repeat(Tensor a, long n0, long n1, long n2, long n3) {
        return result(a.type, n0, n1, n2, n3, a);
    }

    /** Two tensors behind each other (ggml_concat). */
    public Tensor concat(Tensor a, Tensor b, int dimension) {
        long[] n = {a.n0, a.n1, a.n2, a.n3};
        n[dimension] += new long[] {b.n0, b.n1, b.n2, b.n3}[dimension];
        return result(a.type, n[0], n[1], n[2], n[3], a, b);
    }

    /** A convolution over each row (ggml_ssm_conv). */
    public Tensor convolution(Tensor rows, Tensor kernel) {
        return result(GgmlType.F32, kernel.n1, rows.n0 - kernel.n0 + 1, rows.n2, 1, rows, kernel);
    }

    /** Zeros behind each row (ggml_pad). */
    public Tensor pad(Tensor a, long more0, long more1) {
        return result(a.type, a.n0 + more0, a.n1 + more1, a.n2, a.n3, a);
    }

    /** Attention without its matrix of scores (ggml_flash_attn_ext); the sinks may be absent. */
    public Tensor flashAttention(Tensor q, Tensor k, Tensor v, Tensor... maskAndSinks) {
        Tensor[] sources = new Tensor[3 + maskAndSinks.length];
        sources[0] = q;
        sources[1] = k;
        sources[2] = v;
        System.arraycopy(maskAndSinks, 0, sources, 3, maskAndSinks.length);
        return Tensor.contiguous(Op.FLASH_ATTENTION, GgmlType.F32, v.n0, q.n2, q.n1, q.n3, sources);
    }

    /** The same bytes in another shape and with other strides (ggml_view_4d). */
    public Tensor view(Tensor a, long n0, long n1, long n2, long n3, long b1, long b2, long b3) {
        return view(Op.VIEW, a, n0, n1, n2, n3, a.type.blockBytes(), b1, b2, b3, a);
    }

    /** The same bytes as a matrix (ggml_view_2d). */
    public Tensor view(Tensor a, long n0, long n1, long b1) {
        return view(a, n0, n1, 1, 1, b1, b1 * n1, b1 * n1);
    }

    /** The same bytes in three dimensions (ggml_view_3d). */
    public Tensor view(Tensor a, long n0, long n1, long n2, long b1, long b2) {
        return view(a, n0, n1, n2, 1, b1, b2, b2 * n2);
    }

    /** The same bytes in one dimension (ggml_view_1d). */
    public Tensor view(Tensor a, long n0) {
        long row = Tensor.row(a.type, n0);
        return view(a, n0, 1, 1, 1, row, row, row);
    }

    /** The same bytes, one behind the other, in another shape (ggml_reshape_4d). */
    public Tensor reshape(Tensor a, long n0, long n1, long n2, long n3) {
        if (n0 * n1 * n2 * n3 != a.elements())
            throw new ShapeMismatchException(
                    a + " can't be " + n0 + " × " + n1 + " × " + n2 + " × " + n3 + ": tensors and keys contradict");
        long row = Tensor.row(a.type, n0);
        return view(a, n0, n1, n2, n3, row, row * n1, row * n1 * n2);
    }

    /** The same bytes in another shape (ggml_reshape_3d). */
    public Tensor reshape(Tensor a, long n0, long n1, long n2) {
        return reshape(a, n0, n1, n2, 1);
    }

    /** The same bytes as a matrix (ggml_reshape_2d). */
    public Tensor reshape(Tensor a, long n0, long n1) {
        return reshape(a, n0, n1, 1, 1);
    }

    /** Dimensions in another order; {@code to[i]} is where dimension i goes (ggml_permute). */
    public Tensor permute(Tensor a, int to0, int to1, int to2, int to3) {
        long[] n = new long[4];
        long[] b = new long[4];
        n[to0] = a.n0;
        n[to1] = a.n1;
        n[to2] = a.n2;
        n[to3] = a.n3;
        b[to0] = a.b0;
        b[to1] = a.b1;
        b[to2] = a.b2;
        b[to3] = a.b3;
        return view(Op.VIEW, a, n[0], n[1], n[2], n[3], b[0], b[1], b[2], b[3], a);
    }

    /** Rows and columns exchanged (ggml_transpose). */
    public Tensor transpose(Tensor a) {
        return view(Op.VIEW, a, a.n1, a.n0, a.n2, a.n3, a.b1, a.b0, a.b2, a.b3, a);
    }

    private static Tensor view(
            Op op,
            Tensor a,
            long n0,
            long n1,
            long n2,
            long n3,
            long b0,
            long b1,
            long b2,
            long b3,
            Tensor... sources) {
        return new Tensor(op, a.type, n0, n1, n2, n3, b0, b1, b2, b3, a.owner(), sources);
    }

    private static ShapeMismatchException mismatch(Tensor a, Tensor b) {
        return new ShapeMismatchException(a + " doesn't fit what it is multiplied with, " + b);
    }

    private static Tensor[] sources(Tensor first, Tensor[] others) {
        Tensor[] sources = new Tensor[others.length + 1];
        sources[0] = first;
        System.arraycopy(others, 0, sources, 1, others.length);
        return sources;
    }
}
