package dev.waggle.rules.fit.ggml;

/** Operations, told apart only where the scheduler or the allocator does. */
public enum Op {
    /** A leaf: a weight, a cache, an input. */
    NONE,
    /** Another view of the same bytes: view, reshape, permute, transpose (ggml_is_view_op). */
    VIEW,
    /** May overwrite a source of the same layout (ggml_op_can_inplace): add, multiply, scale, unary, softmax, norm. */
    IN_PLACE,
    /** Rotary positions: may overwrite, but its small table of frequencies doesn't draw it to a device. */
    ROPE,
    /** Rows by index; never moved to a device for its weights' sake. */
    GET_ROWS,
    MUL_MAT,
    MUL_MAT_ID,
    FLASH_ATTENTION,
    /** Anything else that writes a tensor of its own. */
    OTHER;

    boolean isView() {
        return this == VIEW;
    }

    boolean isInPlace() {
        return this == IN_PLACE || this == ROPE;
    }
}
