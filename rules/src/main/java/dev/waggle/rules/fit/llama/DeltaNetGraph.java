package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;

/** Linear attention, and full attention with a gate in some layers (qwen3next.cpp, qwen35.cpp, qwen35moe.cpp). */
final class DeltaNetGraph extends HybridGraph {
    private static final int ROTATED_SECTIONS = 4;

    private final Experts experts = new Experts(this, ExpertStyle.SOFTMAX.shared(ExpertStyle.Shared.SIGMOID));
    private final boolean sections;

    DeltaNetGraph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        super(model, settings, places);
        this.sections = model.graph.kind() == GraphKind.DELTA_NET_SECTIONS;
    }

    @Override
    void build() {
        Tensor stream = embeddings();
        Attention attention = Attention.cached(this);
        DeltaNet linear = new DeltaNet(this, state);
        Tensor positions = positions(sections ? ROTATED_SECTIONS : 1);
        for (int layer = 0; layer < model.layers; layer++) {
            Tensor normed = normed(layer, "attn_norm.weight", stream);
            g.expand(normed);
            Tensor current =
                    model.recurrent[layer] ? linear.attend(layer, normed) : gated(attention, layer, normed, positions);
            Tensor middle = g.inPlace(current, stream);
            stream = g.inPlace(fed(layer, normed(layer, "post_attention_norm.weight", middle)), middle);
        }
        Tensor normed = rmsNorm(stream, optionalOutput("output_norm.weight"), -1);
        normed.keep();
        finish(g.getRows(normed, outputIds()));
    }

    /** Attention whose result is multiplied by the sigmoid of a gate, which the query's matrix projects too. */
    private Tensor gated(Attention attention, int layer, Tensor normed, Tensor positions) {
        long length = keyLength();
        long heads = heads(layer);
        long stored = keyValueHeads(layer);
        Qkv flat = flatQkv(layer, normed, 2 * length * heads, length * stored);
        Tensor both = flat.q();
        if (!sections) both = g.reshape(both, 2 * length, heads, tokens);
        long row = both.type().bytes(2 * length);
        Tensor q = g.view(both, length, heads, tokens, row, row * heads);
        Tensor gate = g.cont(g.view(both, length, heads, tokens, row, row * heads), length * heads, tokens);
        q = g.rope(normed(layer, "attn_q_norm.weight", q), positions);
        Tensor k = g.rope(normed(layer, "attn_k_norm.weight", g.reshape(flat.k(), length, stored, tokens)), positions);
        Tensor attended = attention.withoutOutput(layer, q, k, g.reshape(flat.v(), length, stored, tokens));
        return attention.throughOutput(layer, g.inPlace(attended, g.inPlace(gate)));
    }

    /** Query, keys and values as whole rows (build_qkv, reshape = false). */
    private Qkv flatQkv(int layer, Tensor normed, long queries, long keys) {
        Tensor fused = optional(layer, "attn_qkv.weight");
        if (fused == null)
            return new Qkv(
                    biased(mul(weight(layer, "attn_q.weight"), normed), optional(layer, "attn_q.bias")),
                    biased(mul(weight(layer, "attn_k.weight"), normed), optional(layer, "attn_k.bias")),
                    biased(mul(weight(layer, "attn_v.weight"), normed), optional(layer, "attn_v.bias")));
        Tensor all = biased(mul(fused, normed), optional(layer, "attn_qkv.bias"));
        return new Qkv(
                g.cont(g.view(all, queries, tokens, all.b1())),
                g.cont(g.view(all, keys, tokens, all.b1())),
                g.cont(g.view(all, keys, tokens, all.b1())));
    }

    private Tensor fed(int layer, Tensor normed) {
        Tensor fed = feedForwardOrExperts(experts, layer, normed);
        if (model.layer(layer, "ffn_up_shexp.weight") == null) return fed;
        return g.inPlace(fed, experts.shared(layer, normed, Activation.UNARY));
    }
}
