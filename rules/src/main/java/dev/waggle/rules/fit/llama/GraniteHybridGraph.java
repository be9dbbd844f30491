package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;
import org.jspecify.annotations.Nullable;

/** Mamba-2, attention in some layers, experts beside a shared one (granite-hybrid.cpp). */
final class GraniteHybridGraph extends HybridGraph {
    private final Experts experts = new Experts(this, ExpertStyle.SOFTMAX);
    private final boolean scales;

    GraniteHybridGraph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        super(model, settings, places);
        this.scales = model.keys.real("residual_scale", 0) != 0;
    }

    @Override
    void build() {
        Tensor stream = embeddings();
        Mamba mamba = new Mamba(this, state);
        Attention attention = Attention.cached(this);
        Tensor outputs = outputIds();
        boolean rotates = model.keys.truth("rope.scaling.finetuned", true);
        @Nullable Tensor positions = rotates ? positions(1) : null;
        for (int layer = 0; layer < model.layers; layer++) {
            Tensor normed = normed(layer, "attn_norm.weight", stream);
            Tensor current =
                    model.recurrent[layer] ? mamba.second(layer, normed) : attend(attention, layer, normed, positions);
            if (layer == model.layers - 1) {
                current = g.getRows(current, outputs);
                stream = g.getRows(stream, outputs);
            }
            Tensor middle = g.inPlace(scaled(current), stream);
            stream = g.inPlace(scaled(fed(layer, normed(layer, "ffn_norm.weight", middle))), middle);
        }
        finish(stream, true);
    }

    private Tensor fed(int layer, Tensor normed) {
        Tensor fed = feedForwardOrExperts(experts, layer, normed);
        if (model.layer(layer, "ffn_up_shexp.weight") == null) return fed;
        return g.inPlace(fed, experts.shared(layer, normed, Activation.UNARY));
    }

    private Tensor scaled(Tensor current) {
        return scales ? g.inPlace(current) : current;
    }
}
