package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;

/** Mamba, attention without positions, experts in some layers (jamba.cpp). */
final class JambaGraph extends HybridGraph {
    private final Experts experts = new Experts(this, ExpertStyle.SOFTMAX.normalizes(false));

    JambaGraph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        super(model, settings, places);
    }

    @Override
    void build() {
        Tensor stream = embeddings();
        Mamba mamba = new Mamba(this, state);
        Attention attention = Attention.cached(this);
        Tensor outputs = outputIds();
        for (int layer = 0; layer < model.layers; layer++) {
            Tensor normed = normed(layer, "attn_norm.weight", stream);
            Tensor current =
                    model.recurrent[layer] ? mamba.first(layer, normed) : attend(attention, layer, normed, null);
            if (layer == model.layers - 1) {
                current = g.getRows(current, outputs);
                stream = g.getRows(stream, outputs);
            }
            Tensor middle = g.inPlace(stream, current);
            Tensor fed = feedForwardOrExperts(experts, layer, normed(layer, "ffn_norm.weight", middle));
            stream = g.inPlace(middle, fed);
        }
        finish(stream, true);
    }
}
