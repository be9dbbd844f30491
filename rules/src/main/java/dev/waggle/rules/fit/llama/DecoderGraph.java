package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;
import dev.waggle.rules.fit.llama.DecoderStyle.Layout;
import dev.waggle.rules.fit.llama.DecoderStyle.Trait;
import org.jspecify.annotations.Nullable;

/** Decoders whose layers attend and then feed forward, in one of the usual styles; families that attend otherwise extend it. */
class DecoderGraph extends ModelGraph {
    private final DecoderStyle style;
    private final Experts experts;
    private final LayerNorms norms;
    private final boolean rms;

    DecoderGraph(GraphModel model, GraphSettings settings, LayerPlaces places, DecoderStyle style) {
        super(model, settings, places);
        this.style = style;
        this.experts = new Experts(this, style.experts());
        this.norms = LayerNorms.of(model);
        this.rms = rmsNorms();
    }

    @Override
    void build() {
        Tensor stream = embeddings();
        if (style.has(Trait.SCALES_EMBEDDINGS)) stream = g.inPlace(stream);
        Tensor positions = positions(positionsPerToken());
        stream = normedEmbeddings(positioned(stream, positions));
        Attention attention = attention();
        Tensor outputs = outputIds();
        boolean keeps = style.has(Trait.KEEPS_LAST_STREAM);
        for (int layer = 0; layer < model.layers; layer++) {
            boolean last = layer == model.layers - 1 && !keeps;
            stream = deepened(layer, layer(layer, stream, positions, attention, last ? outputs : null));
        }
        if (keeps) {
            stream.keep();
            stream = g.getRows(stream, outputs);
        }
        finish(stream, rms);
    }

    @Override
    void finish(Tensor normed) {
        if (!style.has(Trait.EMBEDS)) {
            super.finish(normed);
            return;
        }
        normed.keep();
        g.expand(normed);
    }

    /** The attention of all layers: among the micro-batch's tokens where nothing is cached. */
    Attention attention() {
        return model.cachedLayers() == 0 ? Attention.uncached(this) : Attention.cached(this);
    }

    private Tensor positioned(Tensor stream, Tensor positions) {
        if (model.global("position_embd.weight") == null) return stream;
        return g.inPlace(stream, g.getRows(inputWeight("position_embd.weight"), positions));
    }

    private Tensor normedEmbeddings(Tensor stream) {
        Tensor weight = optionalAt("token_embd_norm.weight", places.layer(0));
        if (weight == null) return stream;
        return norm(stream, weight, optionalAt("token_embd_norm.bias", places.layer(0)), rms, 0);
    }

    private Tensor layer(int layer, Tensor stream, Tensor positions, Attention attention, @Nullable Tensor outputs) {
        Tensor normed = normed(layer, norms.beforeAttention(), stream);
        Tensor read = model.layer(layer, "attn_norm_2.weight") == null ? normed : normed(layer, "attn_norm_2", stream);
        Tensor attended = attend(layer, read, positions, attention);
        Tensor residual = stream;
        Tensor beside = normed;
        Tensor routed = style.has(Trait.ROUTES_LAYER_INPUT) ? mul(weight(layer, "ffn_gate_inp.weight"), stream) : null;
        if (outputs != null) {
            attended = g.getRows(attended, outputs);
            residual = g.getRows(residual, outputs);
            beside = g.getRows(beside, outputs);
            if (routed != null) routed = g.getRows(routed, outputs);
        }
        return switch (style.layout()) {
            case SEQUENTIAL -> sequential(layer, attended, residual, routed);
            case NORMED_RESIDUAL -> normedResidual(layer, attended, residual, beside);
            case PARALLEL_ATTENTION_FIRST, PARALLEL_FEED_FORWARD_FIRST, PARALLEL_RESIDUAL_FIRST ->
                parallel(layer, attended, residual, beside);
            case EXPERTS_BESIDE -> expertsBeside(layer, attended, residual);
        };
    }

    private Tensor sequential(int layer, Tensor attended, Tensor residual, @Nullable Tensor routed) {
        Tensor behind = scaledResidual(normed(layer, norms.behindAttention(), attended));
        Tensor middle =
                style.has(Trait.ADDS_ATTENTION_TO_STREAM) ? g.inPlace(residual, behind) : g.inPlace(behind, residual);
        Tensor input = normed(layer, norms.beforeFeedForward(), middle);
        Tensor fed = routed == null
                ? feedForwardOrExperts(layer, input)
                : experts.feedForward(layer, input, routed, Activation.UNARY);
        fed = scaledResidual(normed(layer, norms.behindFeedForward(), fed));
        return style.has(Trait.ADDS_FEED_FORWARD_TO_STREAM) ? g.inPlace(middle, fed) : g.inPlace(fed, middle);
    }

    /** What a part adds to the stream, scaled where the family does so. */
    Tensor scaledResidual(Tensor current) {
        return model.keys.real("residual_scale", 0) == 0 ? current : g.inPlace(current);
    }

    private Tensor normedResidual(int layer, Tensor attended, Tensor residual, Tensor beside) {
        Tensor middle = g.inPlace(attended, residual);
        boolean hasNorm = model.layer(layer, "ffn_norm.weight") != null;
        Tensor input = hasNorm ? normed(layer, "ffn_norm", middle) : beside;
        return g.inPlace(feedForwardOrExperts(layer, input), middle);
    }

    private Tensor parallel(int layer, Tensor attended, Tensor residual, Tensor beside) {
        boolean hasNorm = model.layer(layer, "ffn_norm.weight") != null;
        Tensor fed = feedForwardOrExperts(layer, hasNorm ? normed(layer, "ffn_norm", residual) : beside);
        if (style.layout() == Layout.PARALLEL_RESIDUAL_FIRST) return g.inPlace(g.inPlace(fed, residual), attended);
        boolean attentionFirst = style.layout() == Layout.PARALLEL_ATTENTION_FIRST;
        Tensor parts = attentionFirst ? g.inPlace(attended, fed) : g.inPlace(fed, attended);
        return g.inPlace(parts, residual);
    }

    private Tensor expertsBeside(int layer, Tensor attended, Tensor residual) {
        Tensor middle = g.inPlace(attended, residual);
        Tensor dense = feedForward(layer, normed(layer, "ffn_norm", middle), Activation.UNARY);
        Tensor sum = g.inPlace(dense, middle);
        return g.inPlace(experts.feedForward(layer, normed(layer, "ffn_norm_exps", residual), Activation.UNARY), sum);
    }

    /** A norm by its name; as it is where the layer has no such norm, unless the family's norms have no weights. */
    private Tensor normed(int layer, @Nullable String name, Tensor current) {
        if (name == null) return current;
        Tensor weight = optional(layer, name + ".weight");
        if (weight == null && !norms.weightless()) return current;
        return norm(current, weight, optional(layer, name + ".bias"), rms, layer);
    }

    /** Attention of a layer, its output matrix applied. */
    Tensor attend(int layer, Tensor normed, Tensor positions, Attention attention) {
        long heads = heads(layer);
        Qkv qkv = normsWholeRows(layer)
                ? normedQkv(layer, normed)
                : qkv(layer, normed, keyLength(), heads, valueLength(), keyValueHeads(layer));
        Tensor q = qkv.q();
        Tensor k = qkv.k();
        boolean rotates = rotates(layer);
        boolean late = style.has(Trait.NORMS_AFTER_ROTATION);
        if (rotates && late) {
            q = rotated(layer, q, positions);
            k = rotated(layer, k, positions);
        }
        if (!normsWholeRows(layer)) {
            q = normedHeads(layer, "attn_q_norm", q);
            k = normedHeads(layer, "attn_k_norm", k);
        }
        if (rotates && !late) {
            q = rotated(layer, q, positions);
            k = rotated(layer, k, positions);
        }
        return attention.attend(layer, layer, tempered(q), k, qkv.v(), optional(layer, "attn_sinks.weight"));
    }

    private Tensor rotated(int layer, Tensor heads, Tensor positions) {
        Tensor factors = rotationFactors(layer);
        return factors == null ? g.rope(heads, positions) : g.rope(heads, positions, factors);
    }

    private Tensor normedHeads(int layer, String name, Tensor heads) {
        Tensor weight = optional(layer, name + ".weight");
        return weight == null ? heads : norm(heads, weight, optional(layer, name + ".bias"), rms, layer);
    }

    /** Whether queries and keys are normed before heads are told apart: the norm is then as wide as all heads. */
    private boolean normsWholeRows(int layer) {
        GraphModel.Weight norm = model.layer(layer, "attn_q_norm.weight");
        return norm != null && heads(layer) > 1 && norm.n(0) == heads(layer) * keyLength();
    }

    /** Queries and keys normed as whole rows (build_qkv, reshape = false). */
    private Qkv normedQkv(int layer, Tensor normed) {
        Tensor q = biased(mul(weight(layer, "attn_q.weight"), normed), optional(layer, "attn_q.bias"));
        Tensor k = biased(mul(weight(layer, "attn_k.weight"), normed), optional(layer, "attn_k.bias"));
        Tensor v = biased(mul(weight(layer, "attn_v.weight"), normed), optional(layer, "attn_v.bias"));
        q = normedHeads(layer, "attn_q_norm", q);
        k = normedHeads(layer, "attn_k_norm", k);
        long length = keyLength();
        return new Qkv(
                g.reshape(q, length, heads(layer), tokens),
                g.reshape(k, length, keyValueHeads(layer), tokens),
                g.reshape(v, valueLength(), keyValueHeads(layer), tokens));
    }

    private boolean rotates(int layer) {
        return switch (style.rotation()) {
            case ALL -> true;
            case WINDOWED -> model.windowed[layer] || settings.windowCells() == 0;
            case THREE_OF_FOUR -> (model.original(layer) + 1) % 4 != 0;
            case NONE -> false;
        };
    }

    private Tensor feedForwardOrExperts(int layer, Tensor input) {
        if (model.layer(layer, "ffn_gate_inp.weight") == null) return feedForward(layer, input, Activation.UNARY);
        Tensor routed = experts.feedForward(layer, input, Activation.UNARY);
        if (model.layer(layer, "ffn_up.weight") != null)
            return g.inPlace(g.inPlace(feedForward(layer, input, Activation.UNARY), routed));
        if (model.layer(layer, "ffn_up_shexp.weight") == null) return routed;
        return g.inPlace(routed, experts.shared(layer, input, Activation.UNARY));
    }
}
