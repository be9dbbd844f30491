package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Gemma 4 (src/models/gemma4.cpp): layers at the end use the cache of earlier ones, heads are longer in layers that see
 * everything, and layers may have embeddings of their own.
 */
final class Gemma4Graph extends ModelGraph {
    private final Experts experts;
    private final int cachedLayers;

    Gemma4Graph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        super(model, settings, places);
        this.experts = new Experts(this, ExpertStyle.SOFTMAX);
        this.cachedLayers = model.cachedLayers();
    }

    @Override
    void build() {
        Tensor stream = g.inPlace(embeddings());
        Tensor positions = positions(1);
        Attention attention = Attention.cached(this);
        boolean embedsLayers = model.global("per_layer_token_embd.weight") != null;
        LayerEmbeddings layerEmbeddings = embedsLayers ? LayerEmbeddings.of(this, stream) : null;
        for (int layer = 0; layer < model.layers; layer++)
            stream = layer(layer, stream, positions, attention, layerEmbeddings);
        Tensor normed = rmsNorm(stream, optionalOutput("output_norm.weight"), -1);
        normed.keep();
        finish(g.getRows(normed, outputIds()));
    }

    private Tensor layer(
            int layer,
            Tensor stream,
            Tensor positions,
            Attention attention,
            @Nullable LayerEmbeddings layerEmbeddings) {
        Tensor normed = rmsNorm(stream, weight(layer, "attn_norm.weight"), layer);
        Tensor attended = attend(layer, normed, positions, attention);
        attended = rmsNorm(attended, weight(layer, "post_attention_norm.weight"), layer);
        Tensor middle = g.inPlace(attended, stream);
        Tensor fed = model.layer(layer, "ffn_gate_inp.weight") == null
                ? feedForward(layer, rmsNorm(middle, weight(layer, "ffn_norm.weight"), layer), Activation.UNARY)
                : mixed(layer, middle);
        fed = rmsNorm(fed, weight(layer, "post_ffw_norm.weight"), -1);
        Tensor next = g.inPlace(fed, middle);
        if (layerEmbeddings != null) next = g.inPlace(next, gated(layer, next, layerEmbeddings));
        Tensor scale = optional(layer, "layer_output_scale.weight");
        return scale == null ? next : g.inPlace(next, scale);
    }

    private Tensor gated(int layer, Tensor stream, LayerEmbeddings layerEmbeddings) {
        Tensor gate = g.inPlace(mul(weight(layer, "inp_gate.weight"), stream));
        Tensor gated = mul(weight(layer, "proj.weight"), g.inPlace(gate, layerEmbeddings.layer()));
        return rmsNorm(gated, weight(layer, "post_norm.weight"), layer);
    }

    /** A dense part beside experts, whose router has a norm of its own. */
    private Tensor mixed(int layer, Tensor stream) {
        Tensor dense = feedForward(layer, rmsNorm(stream, weight(layer, "ffn_norm.weight"), layer), Activation.UNARY);
        dense = rmsNorm(dense, weight(layer, "post_ffw_norm_1.weight"), layer);
        Tensor input = rmsNorm(stream, weight(layer, "pre_ffw_norm_2.weight"), layer);
        Tensor routed = g.inPlace(g.inPlace(g.inPlace(stream)), weight(layer, "ffn_gate_inp.scale"));
        Tensor logits = mul(weight(layer, "ffn_gate_inp.weight"), routed);
        Tensor mixed = experts.feedForward(layer, input, logits, Activation.UNARY);
        return g.inPlace(dense, rmsNorm(mixed, weight(layer, "post_ffw_norm_2.weight"), layer));
    }

    private Tensor attend(int layer, Tensor normed, Tensor positions, Attention attention) {
        long head = keyLength(layer);
        long keyHeads = keyValueHeads(layer);
        Tensor fused = optional(layer, "attn_qkv.weight");
        Tensor qkv = fused == null ? normed : mul(fused, normed);
        Tensor q = fused == null ? mul(weight(layer, "attn_q.weight"), normed) : part(qkv, head * heads(layer));
        q = rmsNorm(g.reshape(q, head, heads(layer), tokens), weight(layer, "attn_q_norm.weight"), layer);
        q = rope(layer, q, positions);
        if (layer >= cachedLayers)
            return attention.attend(layer, cachedLayers - (model.windowed[layer] ? 2 : 1), q, null, null, null);
        Tensor k = fused == null ? mul(weight(layer, "attn_k.weight"), normed) : part(qkv, head * keyHeads);
        Tensor values = optional(layer, "attn_v.weight");
        Tensor v = k;
        if (fused != null) v = part(qkv, head * keyHeads);
        else if (values != null) v = mul(values, normed);
        k = g.reshape(k, head, keyHeads, tokens);
        v = g.inPlace(g.reshape(v, head, keyHeads, tokens));
        k = rope(layer, rmsNorm(k, weight(layer, "attn_k_norm.weight"), layer), positions);
        return attention.attend(layer, q, k, v);
    }

    private Tensor part(Tensor qkv, long width) {
        return g.cont(g.view(qkv, width, tokens, qkv.b1()));
    }

    /** Only layers that see everything have factors. */
    private Tensor rope(int layer, Tensor current, Tensor positions) {
        Tensor factors = model.windowed[layer] ? null : rotationFactors(layer);
        return factors == null ? g.rope(current, positions) : g.rope(current, positions, factors);
    }

    @Override
    long keyLength(int layer) {
        return model.windowed[layer] ? model.keys.whole("attention.key_length_swa", keyLength()) : keyLength();
    }

    @Override
    long valueLength(int layer) {
        return model.windowed[layer] ? model.keys.whole("attention.value_length_swa", valueLength()) : valueLength();
    }
}
