package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;

/**
 * Multi-head latent attention (src/models/deepseek2.cpp, minicpm3.cpp, plm.cpp): keys and values come from one compressed
 * vector a token. Files with {@code attn_k_b} cache that vector, others the keys and values it stands for.
 */
final class LatentGraph extends DecoderGraph {
    private final Scaling scaling;
    private final boolean compressed;
    private final long rank;
    private final long rotated;
    private final long plain;
    private final long values;

    /** What the family multiplies by constants. */
    enum Scaling {
        NONE,
        /** What each part adds to the stream, and the output's input (minicpm3). */
        RESIDUALS_AND_OUTPUT
    }

    LatentGraph(GraphModel model, GraphSettings settings, LayerPlaces places, DecoderStyle style, Scaling scaling) {
        super(model, settings, places, style);
        this.scaling = scaling;
        compressed = model.layer(0, "attn_k_b.weight") != null;
        rank = model.keys.whole("attention.kv_lora_rank", 0);
        rotated = model.keys.whole("rope.dimension_count", keyLength());
        plain = model.keys.whole("attention.key_length_mla", keyLength()) - rotated;
        values = model.keys.whole("attention.value_length_mla", valueLength());
    }

    @Override
    Attention attention() {
        return compressed ? Attention.cachedWithoutRotation(this) : Attention.cached(this);
    }

    @Override
    Tensor attend(int layer, Tensor normed, Tensor positions, Attention attention) {
        Tensor q = g.reshape(queries(layer, normed), plain + rotated, heads(layer), tokens);
        Tensor both = mul(weight(layer, "attn_kv_a_mqa.weight"), normed);
        Tensor vector = g.view(both, rank, tokens, both.b1());
        Tensor position = rope(layer, g.view(both, rotated, 1, tokens, both.b1(), both.b1()), positions);
        vector = rmsNorm(vector, weight(layer, "attn_kv_a_norm.weight"), layer);
        return compressed
                ? attendCompressed(layer, q, vector, position, positions, attention)
                : attendDecompressed(layer, q, vector, position, positions, attention);
    }

    private Tensor queries(int layer, Tensor normed) {
        if (model.layer(layer, "attn_q_a.weight") == null) return mul(weight(layer, "attn_q.weight"), normed);
        Tensor q = mul(weight(layer, "attn_q_a.weight"), normed);
        return mul(weight(layer, "attn_q_b.weight"), rmsNorm(q, weight(layer, "attn_q_a_norm.weight"), layer));
    }

    /** Queries are compressed as keys are, so that all heads share one. */
    private Tensor attendCompressed(
            int layer, Tensor q, Tensor vector, Tensor position, Tensor positions, Attention attention) {
        Tensor unrotated = g.view(q, plain, heads(layer), tokens, q.b1(), q.b2());
        Tensor queryPosition = rope(layer, g.view(q, rotated, heads(layer), tokens, q.b1(), q.b2()), positions);
        Tensor absorbed = mul(weight(layer, "attn_k_b.weight"), g.permute(unrotated, 0, 2, 1, 3));
        Tensor query = g.concat(g.permute(absorbed, 0, 2, 1, 3), queryPosition, 0);
        Tensor value = g.reshape(vector, rank, 1, tokens);
        Tensor key = g.concat(value, position, 0);
        return attention.attendCompressed(layer, tempered(query), key, value, weight(layer, "attn_v_b.weight"));
    }

    private Tensor attendDecompressed(
            int layer, Tensor q, Tensor vector, Tensor position, Tensor positions, Attention attention) {
        long heads = heads(layer);
        Tensor both = mul(weight(layer, "attn_kv_b.weight"), vector);
        long head = (plain + values) * Float.BYTES;
        Tensor unrotated = g.view(both, plain, heads, tokens, head, head * heads);
        Tensor value = g.cont(g.view(both, values, heads, tokens, head, head * heads));
        Tensor key = g.concat(unrotated, g.repeat(position, rotated, heads, tokens, 1), 0);
        return attention.attend(layer, tempered(rope(layer, q, positions)), key, value);
    }

    private Tensor rope(int layer, Tensor current, Tensor positions) {
        Tensor factors = rotationFactors(layer);
        return factors == null ? g.rope(current, positions) : g.rope(current, positions, factors);
    }

    @Override
    Tensor scaledResidual(Tensor current) {
        return scaling == Scaling.NONE ? super.scaledResidual(current) : g.inPlace(current);
    }

    @Override
    void finish(Tensor normed) {
        if (scaling == Scaling.NONE) {
            super.finish(normed);
            return;
        }
        normed.keep();
        Tensor logits = mul(outputWeight(), g.inPlace(normed));
        logits.keep();
        g.expand(logits);
    }
}
