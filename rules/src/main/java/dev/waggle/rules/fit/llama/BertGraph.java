package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Text encoders that norm behind each part (src/models/bert.cpp): bert, nomic-bert, jina-bert. What is added to
 * embeddings, how positions come in and where experts are is read from the file.
 */
final class BertGraph extends ModelGraph {
    private final Experts experts = new Experts(this, ExpertStyle.SOFTMAX.normalizes(false));
    private final boolean rotates;

    /** The graph; {@code rotates} where positions are neither learned nor a bias of attention. */
    BertGraph(GraphModel model, GraphSettings settings, LayerPlaces places, boolean rotates) {
        super(model, settings, places);
        this.rotates = rotates;
    }

    @Override
    void build() {
        Tensor positions = positions(1);
        Tensor stream = embeddings();
        if (model.global("token_types.weight") != null)
            stream = g.inPlace(stream, g.view(inputWeight("token_types.weight"), model.embedding));
        if (!rotates && model.global("position_embd.weight") != null)
            stream = g.inPlace(g.getRows(inputWeight("position_embd.weight"), positions), stream);
        stream = norm(
                stream,
                optionalAt("token_embd_norm.weight", places.layer(0)),
                optionalAt("token_embd_norm.bias", places.layer(0)),
                false,
                0);
        Attention attention = Attention.uncached(this);
        Tensor outputs = outputIds();
        for (int layer = 0; layer < model.layers; layer++)
            stream = layer(layer, stream, positions, attention, layer == model.layers - 1 ? outputs : null);
        stream.keep();
        g.expand(stream);
    }

    private Tensor layer(int layer, Tensor stream, Tensor positions, Attention attention, @Nullable Tensor outputs) {
        Tensor attended = attend(layer, stream, positions, attention);
        Tensor residual = stream;
        if (outputs != null) {
            attended = g.getRows(attended, outputs);
            residual = g.getRows(residual, outputs);
        }
        Tensor middle = normed(layer, "attn_output_norm", g.inPlace(attended, residual));
        if (model.layer(layer, "attn_norm_2.weight") != null)
            middle = normed(layer, "attn_norm_2", g.inPlace(middle, residual));
        Tensor fed = model.layer(layer, "ffn_gate_inp.weight") == null
                ? feedForward(layer, middle, Activation.UNARY)
                : experts.feedForward(layer, middle, Activation.UNARY);
        return normed(layer, "layer_output_norm", g.inPlace(fed, middle));
    }

    private Tensor attend(int layer, Tensor stream, Tensor positions, Attention attention) {
        Qkv qkv = qkv(layer, stream, keyLength(), heads(layer), valueLength(), keyValueHeads(layer));
        Tensor q = normedRows(layer, "attn_q_norm", qkv.q());
        Tensor k = normedRows(layer, "attn_k_norm", qkv.k());
        if (rotates) {
            q = g.rope(q, positions);
            k = g.rope(k, positions);
        }
        return attention.attend(layer, q, k, qkv.v());
    }

    /** Heads normed as one row. */
    private Tensor normedRows(int layer, String name, Tensor heads) {
        if (model.layer(layer, name + ".weight") == null) return heads;
        Tensor rows = g.reshape(heads, heads.n0() * heads.n1(), tokens);
        return g.reshape(normed(layer, name, rows), heads.n0(), heads.n1(), tokens);
    }

    private Tensor normed(int layer, String name, Tensor current) {
        return norm(current, optional(layer, name + ".weight"), optional(layer, name + ".bias"), false, layer);
    }
}
