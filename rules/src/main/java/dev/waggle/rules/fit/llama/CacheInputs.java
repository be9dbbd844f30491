package dev.waggle.rules.fit.llama;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.rules.fit.ggml.Graph;
import dev.waggle.rules.fit.ggml.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What attention over one kind of cache is handed before each run (build_attn_inp_kv).
 *
 * @param cells tokens one stream holds
 * @param keyIds cells the micro-batch's keys go to
 * @param valueIds cells its values go to, one for each element where values are stored transposed
 * @param mask which token sees which cell
 * @param keyRotation a Hadamard matrix that spreads outliers of keys before they are quantized, null where they aren't
 * @param valueRotation the same for values
 */
record CacheInputs(
        long cells,
        Tensor keyIds,
        Tensor valueIds,
        Tensor mask,
        @Nullable Tensor keyRotation,
        @Nullable Tensor valueRotation) {
    private static final long LEAST_ROTATED = 64;

    /** Masks had whole groups of so many rows (ggml.h, GGML_KQ_MASK_PAD, b4916). */
    private static final long MARCH_2025_ROWS = 64;

    static CacheInputs of(Graph g, GraphSettings s, long cells, long mostValues, long keyLength, long valueLength) {
        boolean rotates = s.cacheType().isQuantized() && !s.march2025();
        return new CacheInputs(
                cells,
                g.input(GgmlType.I64, s.tokens()),
                g.input(GgmlType.I64, s.flash() ? s.tokens() : s.tokens() * mostValues),
                mask(g, s, cells),
                rotates && keyLength % LEAST_ROTATED == 0 ? square(g, rotatedKeys(keyLength)) : null,
                rotates && valueLength % LEAST_ROTATED == 0 ? square(g, LEAST_ROTATED) : null);
    }

    /** Flash attention reads F16; b4916 handed F32 over, its rows padded, and converted it. */
    private static Tensor mask(Graph g, GraphSettings s, long cells) {
        if (s.march2025()) {
            long rows = (s.tokens() + MARCH_2025_ROWS - 1) / MARCH_2025_ROWS * MARCH_2025_ROWS;
            Tensor mask = g.input(GgmlType.F32, cells, rows, 1, 1);
            return s.flash() ? g.cast(mask, GgmlType.F16) : mask;
        }
        return g.input(s.flash() ? GgmlType.F16 : GgmlType.F32, cells, s.tokens() / s.streams(), 1, s.streams());
    }

    /** The largest power of two times 64 that divides a key head (build_input_k_rot). */
    private static long rotatedKeys(long keyLength) {
        long size = LEAST_ROTATED;
        while (keyLength % (2 * size) == 0) size *= 2;
        return size;
    }

    private static Tensor square(Graph g, long size) {
        return g.input(GgmlType.F32, size, size, 1, 1);
    }
}
