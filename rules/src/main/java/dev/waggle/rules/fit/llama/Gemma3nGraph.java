package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;

/**
 * Gemma 3n (src/models/gemma3n.cpp): several streams of which layers predict all and compute one (alternating updates), a
 * low-rank residual beside attention, embeddings of each layer's own, and layers at the end that use the cache of earlier
 * ones.
 */
final class Gemma3nGraph extends ModelGraph {
    /** Layers from the start whose gates are made sparse (n_layer_sparsity). */
    private static final int SPARSE_LAYERS = 10;

    private final int cachedLayers;
    private final long streams;

    Gemma3nGraph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        super(model, settings, places);
        this.cachedLayers = model.cachedLayers();
        this.streams = output("altup_proj.weight").n2() + 1;
    }

    @Override
    void build() {
        Tensor stream = g.inPlace(embeddings());
        Tensor positions = positions(1);
        Attention attention = Attention.cached(this);
        LayerEmbeddings layerEmbeddings = LayerEmbeddings.of(this, stream);
        Tensor all = g.concat(stream, others(stream), 2);
        for (int layer = 0; layer < model.layers; layer++)
            all = layer(layer, all, positions, attention, layerEmbeddings);
        finish(g.getRows(merged(all), outputIds()), true);
    }

    private Tensor others(Tensor stream) {
        Tensor magnitude = magnitude(stream);
        Tensor repeated = g.repeat(stream, model.embedding, tokens, streams - 1, 1);
        Tensor added = g.mulMat(output("altup_proj.weight"), repeated);
        Tensor own = magnitude(added);
        return g.inPlace(g.inPlace(added, magnitude), own);
    }

    private Tensor merged(Tensor all) {
        Tensor magnitude = magnitude(one(all));
        Tensor others = g.mulMat(output("altup_unembd_proj.weight"), rest(all));
        Tensor own = magnitude(others);
        others = g.inPlace(g.inPlace(others, magnitude), own);
        Tensor sum = one(all);
        for (int stream = 1; stream < streams; stream++) sum = g.inPlace(sum, one(others));
        return g.inPlace(sum);
    }

    private Tensor layer(
            int layer, Tensor all, Tensor positions, Attention attention, LayerEmbeddings layerEmbeddings) {
        Tensor predicted = predicted(layer, all);
        Tensor active = one(predicted);
        Tensor normed = rmsNorm(active, weight(layer, "attn_norm.weight"), layer);
        Tensor beside = lowRank(layer, normed);
        Tensor attended = attend(layer, normed, positions, attention);
        attended = rmsNorm(attended, weight(layer, "post_attention_norm.weight"), layer);
        Tensor middle = g.inPlace(g.inPlace(g.inPlace(attended, active), beside));
        Tensor fed = fed(layer, rmsNorm(middle, weight(layer, "ffn_norm.weight"), layer));
        fed = rmsNorm(fed, weight(layer, "post_ffw_norm.weight"), -1);
        Tensor corrected = corrected(layer, predicted, g.inPlace(fed, middle));
        Tensor addend = g.inPlace(one(corrected), weight(layer, "altup_correct_scale.weight"));
        addend = g.inPlace(mul(weight(layer, "inp_gate.weight"), addend));
        addend = mul(weight(layer, "proj.weight"), g.inPlace(addend, layerEmbeddings.layer()));
        addend = rmsNorm(addend, weight(layer, "post_norm.weight"), layer);
        return g.concat(one(corrected), g.inPlace(rest(corrected), addend), 2);
    }

    private Tensor lowRank(int layer, Tensor normed) {
        Tensor current = mul(weight(layer, "laurel_r.weight"), mul(weight(layer, "laurel_l.weight"), normed));
        return g.inPlace(rmsNorm(current, weight(layer, "laurel_post_norm.weight"), layer), normed);
    }

    private Tensor attend(int layer, Tensor normed, Tensor positions, Attention attention) {
        long head = keyLength();
        Tensor queryNorm = weight(layer, "attn_q_norm.weight");
        if (layer >= cachedLayers) {
            Tensor q = rmsNorm(g.reshape(queries(layer, normed), head, heads(layer), tokens), queryNorm, layer);
            int cache = cachedLayers - (model.windowed[layer] ? 2 : 1);
            return attention.attend(layer, cache, g.rope(q, positions), null, null, null);
        }
        Qkv qkv = qkv(layer, normed, head, heads(layer), valueLength(), keyValueHeads(layer));
        Tensor q = g.rope(rmsNorm(qkv.q(), queryNorm, layer), positions);
        Tensor k = g.rope(rmsNorm(qkv.k(), weight(layer, "attn_k_norm.weight"), layer), positions);
        return attention.attend(layer, q, k, g.inPlace(qkv.v()));
    }

    private Tensor queries(int layer, Tensor normed) {
        Tensor fused = optional(layer, "attn_qkv.weight");
        if (fused == null) return mul(weight(layer, "attn_q.weight"), normed);
        Tensor qkv = mul(fused, normed);
        return g.cont(g.view(qkv, keyLength() * heads(layer), tokens, qkv.b1()));
    }

    private Tensor fed(int layer, Tensor normed) {
        Tensor up = mul(weight(layer, "ffn_up.weight"), normed);
        Tensor gate = mul(weight(layer, "ffn_gate.weight"), normed);
        if (layer < SPARSE_LAYERS) gate = sparse(gate);
        return mul(weight(layer, "ffn_down.weight"), g.inPlace(up, g.inPlace(gate)));
    }

    /** Only what lies far above the mean is kept (gaussian_topk). */
    private Tensor sparse(Tensor gate) {
        Tensor mean = g.sumRows(gate);
        Tensor variance = g.inPlace(g.sumRows(g.inPlace(g.inPlace(gate, mean))));
        Tensor cutoff = g.inPlace(mean, g.inPlace(g.inPlace(variance)));
        return g.inPlace(g.inPlace(gate, cutoff));
    }

    /** Weights of the streams (altup_compute_router_modalities). */
    private Tensor modalities(int layer, Tensor stream) {
        Tensor input = g.inPlace(rmsNorm(stream, weight(layer, "altup_router_norm.weight"), layer));
        return g.inPlace(g.mulMat(weight(layer, "altup_router.weight"), input));
    }

    private Tensor predicted(int layer, Tensor all) {
        Tensor factors = mul(weight(layer, "altup_predict_coef.weight"), modalities(layer, one(all)));
        factors = g.reshape(factors, streams, streams, tokens);
        Tensor predicted = g.mulMat(g.cont(g.permute(all, 1, 2, 0, 3)), factors);
        return g.inPlace(g.cont(g.permute(predicted, 0, 2, 1, 3)), all);
    }

    private Tensor corrected(int layer, Tensor predicted, Tensor computed) {
        Tensor modalities = modalities(layer, computed);
        Tensor innovation = g.inPlace(computed, one(predicted));
        Tensor factors = g.inPlace(mul(weight(layer, "altup_correct_coef.weight"), modalities));
        factors = g.cont(g.transpose(factors), 1, tokens, streams, 1);
        innovation = g.repeat(innovation, model.embedding, tokens, streams, 1);
        return g.inPlace(g.inPlace(innovation, factors), predicted);
    }

    private Tensor magnitude(Tensor current) {
        return g.inPlace(g.sumRows(g.inPlace(current)));
    }

    private Tensor one(Tensor all) {
        return g.view(all, all.n0(), all.n1(), all.b1());
    }

    private Tensor rest(Tensor all) {
        return g.view(all, all.n0(), all.n1(), streams - 1, all.b1(), all.b2());
    }

    private Tensor output(String name) {
        Tensor weight = optionalOutput(name);
        if (weight == null) throw new GraphException("no tensor '" + name + "'");
        return weight;
    }
}
