package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;
import org.jspecify.annotations.Nullable;

/** What models share in which layers with a cache stand beside layers with recurrent state. */
abstract class HybridGraph extends ModelGraph {
    final RecurrentState state = new RecurrentState(this);

    HybridGraph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        super(model, settings, places);
    }

    /** Attention, with positions where it rotates them, and the norms of heads the file has. */
    final Tensor attend(Attention attention, int layer, Tensor normed, @Nullable Tensor positions) {
        Qkv qkv = qkv(layer, normed, keyLength(), heads(layer), valueLength(), keyValueHeads(layer));
        Tensor q = rotated(layer, headNorm(layer, "attn_q_norm.weight", qkv.q()), positions);
        Tensor k = rotated(layer, headNorm(layer, "attn_k_norm.weight", qkv.k()), positions);
        return attention.attend(layer, q, k, qkv.v());
    }

    private Tensor headNorm(int layer, String name, Tensor heads) {
        Tensor weight = optional(layer, name);
        return weight == null ? heads : rmsNorm(heads, weight, layer);
    }

    private Tensor rotated(int layer, Tensor heads, @Nullable Tensor positions) {
        if (positions == null) return heads;
        Tensor factors = rotationFactors(layer);
        return factors == null ? g.rope(heads, positions) : g.rope(heads, positions, factors);
    }

    /** A norm of the layer's input. */
    final Tensor normed(int layer, String name, Tensor current) {
        return rmsNorm(current, weight(layer, name), layer);
    }

    /** A dense feed-forward part, or experts where the layer has a router. */
    final Tensor feedForwardOrExperts(Experts experts, int layer, Tensor input) {
        return model.layer(layer, "ffn_gate_inp.weight") == null
                ? feedForward(layer, input, Activation.UNARY)
                : experts.feedForward(layer, input, Activation.UNARY);
    }
}
