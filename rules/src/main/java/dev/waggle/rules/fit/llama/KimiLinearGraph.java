package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;

/** Linear attention with a gate for each element, latent attention without positions in some layers (kimi-linear.cpp). */
final class KimiLinearGraph extends HybridGraph {
    private static final long SIGMOID_GATING = 2;
    private static final int CONVOLUTIONS = 3;

    private final Experts experts;
    private final long sequences;
    private final long each;
    private final long heads;
    private final long head;
    private final long inner;
    private final long kept;

    KimiLinearGraph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        super(model, settings, places);
        boolean sigmoid = model.keys.whole("expert_gating_func", 0) == SIGMOID_GATING;
        this.experts = new Experts(
                this, ExpertStyle.SOFTMAX.gating(sigmoid ? ExpertStyle.Gating.SIGMOID : ExpertStyle.Gating.SOFTMAX));
        this.sequences = settings.sequences();
        this.each = tokens / sequences;
        this.heads = heads(0);
        this.head = model.keys.whole("kda.head_dim", 0);
        this.inner = head * heads;
        this.kept = model.keys.whole("ssm.conv_kernel", 1) - 1;
    }

    @Override
    void build() {
        Tensor stream = embeddings();
        Attention attention = Attention.cached(this);
        Tensor outputs = outputIds();
        for (int layer = 0; layer < model.layers; layer++) {
            Tensor normed = normed(layer, "attn_norm.weight", stream);
            g.expand(normed);
            boolean linear = model.layer(layer, "ssm_f_a.weight") != null;
            Tensor current = linear ? linear(layer, normed) : latent(attention, layer, normed);
            if (layer == model.layers - 1) {
                current = g.getRows(current, outputs);
                stream = g.getRows(stream, outputs);
            }
            Tensor middle = g.inPlace(current, stream);
            stream = g.inPlace(fed(layer, normed(layer, "ffn_norm.weight", middle)), middle);
        }
        finish(stream, true);
    }

    private Tensor fed(int layer, Tensor normed) {
        Tensor fed = feedForwardOrExperts(experts, layer, normed);
        if (model.layer(layer, "ffn_up_shexp.weight") == null) return fed;
        return g.inPlace(fed, feedForward(layer, normed, Activation.UNARY, "_shexp"));
    }

    private Tensor linear(int layer, Tensor normed) {
        Tensor history = state.cache(layer, CONVOLUTIONS * kept * inner);
        Tensor before = state.load(history);
        Tensor fused = optional(layer, "attn_qkv.weight");
        Tensor all = fused == null ? null : g.mulMat(fused, normed);
        Tensor[] convolved = new Tensor[CONVOLUTIONS];
        for (int part = 0; part < CONVOLUTIONS; part++) {
            char name = "qkv".charAt(part);
            Tensor x = all == null
                    ? g.mulMat(weight(layer, "attn_" + name + ".weight"), normed)
                    : g.cont(g.view(all, inner, tokens, all.b1()));
            convolved[part] = convolved(layer, name, x, before, history);
        }
        Tensor gate = g.mulMat(weight(layer, "ssm_f_b.weight"), g.mulMat(weight(layer, "ssm_f_a.weight"), normed));
        gate = g.inPlace(g.inPlace(gate, weight(layer, "ssm_dt.bias")));
        gate = g.inPlace(g.reshape(gate, head, heads, tokens), g.reshape(weight(layer, "ssm_a"), 1, heads, 1));
        gate = g.reshape(gate, head, heads, each, sequences);
        Tensor beta = g.reshape(g.mulMat(weight(layer, "ssm_beta.weight"), normed), 1, heads, each, sequences);
        beta = g.inPlace(beta);
        Tensor states = state.cache(layer, head * inner);
        Tensor start = g.reshape(state.load(states), head, head, heads, sequences);
        Tensor q = g.inPlace(g.inPlace(convolved[0]));
        Tensor k = g.inPlace(g.inPlace(convolved[1]));
        Tensor output = g.cont(DeltaRule.attend(g, state, states, q, k, convolved[2], gate, beta, start));

        Tensor again = g.reshape(g.reshape(normed, normed.n0(), each, sequences), normed.n0(), tokens);
        Tensor opened = g.mulMat(weight(layer, "ssm_g_b.weight"), g.mulMat(weight(layer, "ssm_g_a.weight"), again));
        opened = g.inPlace(g.reshape(opened, head, heads, tokens));
        Tensor result = normed(layer, "ssm_norm.weight", g.reshape(output, head, heads, tokens));
        result = g.cont(g.inPlace(result, opened), inner, tokens);
        return g.mulMat(weight(layer, "attn_output.weight"), result);
    }

    private Tensor convolved(int layer, char name, Tensor x, Tensor before, Tensor history) {
        long row = before.type().bytes(kept);
        Tensor own = g.view(before, kept, inner, sequences, row, before.b1());
        Tensor rows = g.concat(own, g.transpose(g.reshape(x, inner, each, sequences)), 0);
        Tensor last = g.view(rows, kept, inner, sequences, rows.b1(), rows.b2());
        g.expand(g.copy(last, g.view(history, kept, inner, sequences, row, before.b1())));
        Tensor kernel = g.reshape(weight(layer, "ssm_conv1d_" + name + ".weight"), kept + 1, inner);
        Tensor convolved = g.inPlace(g.reshape(g.convolution(rows, kernel), inner, tokens));
        return g.reshape(convolved, head, heads, each, sequences);
    }

    /** Latent attention with compressed keys in the cache (llm_graph_input_attn_k). */
    private Tensor latent(Attention attention, int layer, Tensor normed) {
        long rank = model.keys.whole("attention.kv_lora_rank", 0);
        long length = model.keys.whole("attention.key_length_mla", 0);
        long rotated = model.keys.whole("rope.dimension_count", 0);
        long plain = length - rotated;
        Tensor q = g.mulMat(weight(layer, "attn_q.weight"), normed);
        Tensor both = g.mulMat(weight(layer, "attn_kv_a_mqa.weight"), normed);
        long wide = both.type().bytes(rank + rotated);
        Tensor compressed = normed(layer, "attn_kv_a_norm.weight", g.view(both, rank, tokens, wide));
        Tensor shared = g.view(both, rotated, 1, tokens, wide, wide);
        long row = q.type().bytes(length);
        Tensor first = g.permute(g.view(q, plain, heads, tokens, row, row * heads), 0, 2, 1, 3);
        Tensor second = g.view(q, rotated, heads, tokens, row, row * heads);
        Tensor absorbed = g.permute(g.mulMat(weight(layer, "attn_k_b.weight"), first), 0, 2, 1, 3);
        Tensor query = g.concat(absorbed, second, 0);
        Tensor values = g.reshape(compressed, rank, 1, tokens);
        Tensor keys = g.concat(values, shared, 0);
        return attention.attendCompressed(layer, query, keys, values, weight(layer, "attn_v_b.weight"));
    }
}
