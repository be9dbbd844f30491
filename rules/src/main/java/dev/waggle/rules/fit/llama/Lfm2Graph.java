package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;

/** Short convolutions, attention in some layers, experts in some: lfm2 and lfm2moe (lfm2.cpp). */
final class Lfm2Graph extends HybridGraph {
    private static final long SIGMOID_GATING = 2;

    private final Experts experts;

    Lfm2Graph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        super(model, settings, places);
        boolean sigmoid = model.keys.whole("expert_gating_func", 0) == SIGMOID_GATING;
        this.experts = new Experts(
                this, ExpertStyle.SOFTMAX.gating(sigmoid ? ExpertStyle.Gating.SIGMOID : ExpertStyle.Gating.SOFTMAX));
    }

    @Override
    void build() {
        Tensor stream = embeddings();
        Attention attention = Attention.cached(this);
        Tensor positions = positions(1);
        Tensor outputs = outputIds();
        for (int layer = 0; layer < model.layers; layer++) {
            Tensor normed = normed(layer, "attn_norm.weight", stream);
            Tensor current =
                    model.recurrent[layer] ? convolved(layer, normed) : attend(attention, layer, normed, positions);
            if (layer == model.layers - 1) {
                current = g.getRows(current, outputs);
                stream = g.getRows(stream, outputs);
            }
            Tensor middle = g.inPlace(stream, current);
            Tensor fed = feedForwardOrExperts(experts, layer, normed(layer, "ffn_norm.weight", middle));
            stream = g.inPlace(middle, fed);
        }
        finish(rmsNorm(stream, optionalOutput("token_embd_norm.weight"), -1));
    }

    private Tensor convolved(int layer, Tensor normed) {
        long sequences = settings.sequences();
        long kept = model.keys.whole("shortconv.l_cache", 1) - 1;
        long width = model.embedding;
        Tensor input = g.reshape(normed, normed.n0(), tokens / sequences, sequences);
        Tensor all = mul(weight(layer, "shortconv.in_proj.weight"), input);
        Tensor b = third(all);
        Tensor c = third(all);
        Tensor x = third(all);
        Tensor product = g.transpose(g.inPlace(b, x));
        Tensor cache = state.cache(layer, kept * width);
        Tensor before = g.reshape(state.load(cache), kept, width, sequences);
        Tensor row = g.concat(before, product, 0);
        state.store(g.view(row, kept, row.n1(), row.n2(), row.b1(), row.b2()), cache);
        Tensor result = g.convolution(row, weight(layer, "shortconv.conv.weight"));
        Tensor gated = mul(weight(layer, "shortconv.out_proj.weight"), g.inPlace(c, result));
        return g.reshape(gated, gated.n0(), tokens);
    }

    private Tensor third(Tensor all) {
        return g.view(all, all.n0() / 3, all.n1(), all.n2(), all.b1(), all.b2());
    }
}
