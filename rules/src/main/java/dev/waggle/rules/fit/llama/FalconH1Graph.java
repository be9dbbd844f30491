package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;

/** Attention and Mamba-2 side by side in each layer (falcon-h1.cpp). */
final class FalconH1Graph extends HybridGraph {
    FalconH1Graph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        super(model, settings, places);
    }

    @Override
    void build() {
        Tensor stream = embeddings();
        Tensor positions = positions(1);
        Mamba mamba = new Mamba(this, state);
        Attention attention = Attention.cached(this);
        Tensor outputs = outputIds();
        for (int layer = 0; layer < model.layers; layer++) {
            Tensor attended = attend(attention, layer, normed(layer, "attn_norm.weight", stream), positions);
            Tensor scanned = mamba.second(layer, normed(layer, "attn_norm.weight", stream));
            Tensor middle = g.inPlace(g.inPlace(attended, scanned), stream);
            if (layer == model.layers - 1) middle = g.getRows(middle, outputs);
            Tensor normed = normed(layer, "ffn_norm", middle);
            stream = g.inPlace(feedForward(layer, normed, Activation.UNARY), middle);
        }
        finish(stream, true);
    }
}
