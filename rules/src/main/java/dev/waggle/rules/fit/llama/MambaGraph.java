package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;

/** State spaces alone: mamba and mamba2 (mamba.cpp). */
final class MambaGraph extends HybridGraph {
    MambaGraph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        super(model, settings, places);
    }

    @Override
    void build() {
        Tensor stream = embeddings();
        Mamba mamba = new Mamba(this, state);
        Tensor outputs = outputIds();
        boolean second = model.graph.kind() == GraphKind.MAMBA2;
        for (int layer = 0; layer < model.layers; layer++) {
            Tensor normed = normed(layer, "attn_norm.weight", stream);
            Tensor current = second ? mamba.second(layer, normed) : mamba.first(layer, normed);
            if (layer == model.layers - 1) {
                current = g.getRows(current, outputs);
                stream = g.getRows(stream, outputs);
            }
            stream = g.inPlace(current, stream);
        }
        finish(stream, true);
    }
}
