package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;

/**
 * Llama 4 (src/models/llama4.cpp): layers that rotate norm queries and keys without weights behind that; the others scale
 * queries by their positions.
 */
final class Llama4Graph extends DecoderGraph {
    private static final int LAYERS_BETWEEN_UNROTATED = 4;
    private static final long EXPERTS_WITHOUT_NORM = 128;

    Llama4Graph(GraphModel model, GraphSettings settings, LayerPlaces places, DecoderStyle style) {
        super(model, settings, places, style);
    }

    @Override
    Tensor attend(int layer, Tensor normed, Tensor positions, Attention attention) {
        Qkv qkv = qkv(layer, normed, keyLength(), heads(layer), valueLength(), keyValueHeads(layer));
        Tensor q = qkv.q();
        Tensor k = qkv.k();
        int step = settings.windowCells() > 0 ? LAYERS_BETWEEN_UNROTATED : model.layers;
        if ((layer + 1) % step == 0) return attention.attend(layer, g.inPlace(q, attentionScale()), k, qkv.v());
        Tensor factors = rotationFactors(layer);
        q = factors == null ? g.rope(q, positions) : g.rope(q, positions, factors);
        k = factors == null ? g.rope(k, positions) : g.rope(k, positions, factors);
        if (model.keys.whole("expert_count", 0) != EXPERTS_WITHOUT_NORM) {
            q = g.inPlace(q);
            k = g.inPlace(k);
        }
        return attention.attend(layer, q, k, qkv.v());
    }
}
