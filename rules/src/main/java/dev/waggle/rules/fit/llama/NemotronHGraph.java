package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;

/** Each layer is one of Mamba-2, attention without positions, a feed-forward part (nemotron-h.cpp). */
final class NemotronHGraph extends HybridGraph {
    private final Experts experts;

    NemotronHGraph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        super(model, settings, places);
        boolean normalizes = model.keys.truth("expert_weights_norm", false);
        this.experts = new Experts(
                this, ExpertStyle.SOFTMAX.gating(ExpertStyle.Gating.SIGMOID).normalizes(normalizes));
    }

    @Override
    void build() {
        Tensor stream = embeddings();
        Mamba mamba = new Mamba(this, state);
        Attention attention = Attention.cached(this);
        for (int layer = 0; layer < model.layers; layer++) {
            Tensor normed = normed(layer, "attn_norm.weight", stream);
            Tensor current;
            if (model.recurrent[layer]) current = mamba.second(layer, normed);
            else if (model.cached[layer]) current = attend(attention, layer, normed, null);
            else current = fed(layer, normed);
            stream = g.inPlace(current, stream);
        }
        Tensor normed = rmsNorm(stream, optionalOutput("output_norm.weight"), -1);
        normed.keep();
        finish(g.getRows(normed, outputIds()));
    }

    private Tensor fed(int layer, Tensor normed) {
        if (model.layer(layer, "ffn_gate_inp.weight") == null)
            return feedForward(layer, normed, Activation.RELU_SQUARED);
        Tensor narrow = optional(layer, "ffn_latent_down.weight");
        Tensor input = narrow == null ? normed : g.mulMat(narrow, normed);
        Tensor logits = mul(weight(layer, "ffn_gate_inp.weight"), normed);
        Tensor routed = experts.feedForward(layer, input, logits, Activation.RELU_SQUARED);
        Tensor widen = optional(layer, "ffn_latent_up.weight");
        if (widen != null) routed = g.mulMat(widen, routed);
        return g.inPlace(routed, feedForward(layer, normed, Activation.RELU_SQUARED, "_shexp"));
    }
}
