package dev.waggle.rules.fit.llama;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.rules.fit.ggml.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * T5 (src/models/t5.cpp): positions are a bias of attention that is looked up for each layer, and a decoder's layers also
 * attend to what the encoder made of the input. For a model with both, llama.cpp reserves the decoder's graph.
 */
final class T5Graph extends ModelGraph {
    private final boolean decodes;
    private final String part;

    T5Graph(GraphModel model, GraphSettings settings, LayerPlaces places, boolean decodes) {
        super(model, settings, places);
        this.decodes = decodes;
        this.part = decodes ? "dec" : "enc";
    }

    @Override
    void build() {
        Tensor stream = embeddings();
        Attention attention = decodes ? Attention.cached(this) : Attention.uncached(this);
        Tensor buckets = g.input(GgmlType.I32, decodes ? settings.cells() : tokens, tokens, 1, 1);
        Tensor outputs = g.input(GgmlType.I32, tokens);
        Crossing crossing = decodes ? crossing() : null;
        int layers = (int) (decodes ? model.keys.whole("decoder_block_count", model.layers) : model.layers);
        for (int layer = 0; layer < layers; layer++)
            stream = layer(layer, stream, buckets, attention, crossing, layer == layers - 1 ? outputs : null);
        Tensor normed = norm(stream, optionalOutput(part + ".output_norm.weight"), null, true, -1);
        if (decodes) {
            finish(normed);
            return;
        }
        normed.keep();
        g.expand(normed);
    }

    /** What attention to the encoder's result reads: the result, as long as the longest input, and a mask. */
    private record Crossing(Tensor encoded, Tensor mask) {}

    private Crossing crossing() {
        long length = model.keys.whole("context_length", 0);
        GgmlType mask = settings.flash() ? GgmlType.F16 : GgmlType.F32;
        return new Crossing(g.input(GgmlType.F32, model.embedding, length, 1, 1), g.input(mask, length, tokens, 1, 1));
    }

    private Tensor layer(
            int layer,
            Tensor stream,
            Tensor buckets,
            Attention attention,
            @Nullable Crossing crossing,
            @Nullable Tensor outputs) {
        Tensor residual = stream;
        Tensor current = attend(layer, rmsNorm(stream, named(layer, "attn_norm"), layer), buckets, attention);
        if (crossing != null) {
            residual = g.inPlace(current, residual);
            current = cross(layer, rmsNorm(residual, named(layer, "cross_attn_norm"), layer), crossing, attention);
        }
        if (outputs != null) {
            current = g.getRows(current, outputs);
            residual = g.getRows(residual, outputs);
        }
        Tensor middle = g.inPlace(current, residual);
        return g.inPlace(fedForward(layer, rmsNorm(middle, named(layer, "ffn_norm"), layer)), middle);
    }

    private Tensor attend(int layer, Tensor normed, Tensor buckets, Attention attention) {
        Tensor q = heads(mul(named(layer, "attn_q"), normed), heads(layer), keyLength());
        Tensor k = heads(mul(named(layer, "attn_k"), normed), keyValueHeads(layer), keyLength());
        Tensor v = heads(mul(named(layer, "attn_v"), normed), keyValueHeads(layer), valueLength());
        return mul(named(layer, "attn_o"), attention.attendBiased(layer, q, k, v, positionBias(layer, buckets)));
    }

    /** The first layer's table where a layer has none (build_pos_bias). */
    private Tensor positionBias(int layer, Tensor buckets) {
        Tensor own = optionalNamed(layer, "attn_rel_b");
        Tensor table = own == null ? named(0, "attn_rel_b") : own;
        Tensor bias = g.getRows(table, g.reshape(buckets, buckets.elements(), 1));
        bias = g.reshape(bias, bias.n0(), buckets.n0(), buckets.n1());
        return g.cont(g.permute(bias, 2, 0, 1, 3));
    }

    private Tensor cross(int layer, Tensor normed, Crossing crossing, Attention attention) {
        Tensor q = heads(mul(named(layer, "cross_attn_q"), normed), heads(layer), keyLength());
        Tensor k = heads(mul(named(layer, "cross_attn_k"), crossing.encoded()), keyValueHeads(layer), keyLength());
        Tensor v = heads(mul(named(layer, "cross_attn_v"), crossing.encoded()), keyValueHeads(layer), valueLength());
        g.expand(q);
        g.expand(k);
        g.expand(v);
        return mul(named(layer, "cross_attn_o"), attention.heads(q, k, v, crossing.mask(), null));
    }

    private Tensor heads(Tensor rows, long heads, long length) {
        return g.reshape(rows, length, heads, rows.n1());
    }

    private Tensor fedForward(int layer, Tensor input) {
        Tensor up = mul(named(layer, "ffn_up"), input);
        Tensor gate = optionalNamed(layer, "ffn_gate");
        Tensor hidden = gate == null ? g.inPlace(up) : g.glu(mul(gate, input), up);
        return mul(named(layer, "ffn_down"), hidden);
    }

    private Tensor named(int layer, String name) {
        Tensor weight = optionalNamed(layer, name);
        if (weight == null)
            throw new GraphException("no tensor '" + part + ".blk." + layer + "." + name + ".weight" + "'");
        return weight;
    }

    private @Nullable Tensor optionalNamed(int layer, String name) {
        return optionalAt(part + ".blk." + layer + "." + name + ".weight", places.layer(layer));
    }
}
