package dev.waggle.rules.fit.llama;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.rules.fit.ggml.Tensor;

/** A state space of its own kind, attention in some layers, norms before and behind each part (plamo2.cpp). */
final class Plamo2Graph extends HybridGraph {
    private static final long LEAST_STEP = 64;
    private static final long STEP_SHARE = 16;

    private final long sequences;
    private final long each;
    private final long convolution;
    private final long inner;
    private final long stateSize;
    private final long heads;

    Plamo2Graph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        super(model, settings, places);
        this.sequences = settings.sequences();
        this.each = tokens / sequences;
        this.convolution = model.keys.whole("ssm.conv_kernel", 1);
        this.inner = model.keys.whole("ssm.inner_size", 0);
        this.stateSize = model.keys.whole("ssm.state_size", 0);
        this.heads = model.keys.whole("ssm.time_step_rank", 1);
    }

    @Override
    void build() {
        Tensor stream = embeddings();
        Tensor positions = positions(1);
        Attention attention = Attention.cached(this);
        Tensor outputs = outputIds();
        for (int layer = 0; layer < model.layers; layer++) {
            Tensor normed = normed(layer, "attn_norm.weight", stream);
            Tensor current =
                    model.recurrent[layer] ? scanned(layer, normed) : attend(attention, layer, normed, positions);
            if (layer == model.layers - 1) {
                current = g.getRows(current, outputs);
                stream = g.getRows(stream, outputs);
            }
            Tensor middle = g.inPlace(normed(layer, "post_attention_norm", current), stream);
            Tensor fed = feedForward(layer, normed(layer, "ffn_norm.weight", middle), Activation.UNARY);
            stream = g.inPlace(normed(layer, "post_ffw_norm", fed), middle);
        }
        finish(stream, true);
    }

    /** A Mamba-2 scan whose step, input and output come from Mamba's projection (build_plamo2_mamba_layer). */
    private Tensor scanned(int layer, Tensor normed) {
        long length = inner / heads;
        Tensor history = state.cache(layer, (convolution - 1) * inner);
        Tensor states = state.cache(layer, stateSize * inner);
        Tensor before = g.reshape(state.load(history), convolution - 1, inner, sequences);
        Tensor both = mul(weight(layer, "ssm_in.weight"), g.reshape(normed, normed.n0(), each, sequences));
        both = g.cont(g.permute(both, 0, 2, 1, 3), 2 * length, heads, each, sequences);
        Tensor x = g.cont(half(both, length), inner, each, sequences, 1);
        Tensor z = half(both, length);
        Tensor row = g.concat(before, g.transpose(x), 0);
        state.store(g.view(row, convolution - 1, inner, sequences, row.b1(), row.b2()), history);
        x = g.inPlace(g.convolution(row, weight(layer, "ssm_conv1d.weight")));

        Tensor parts = mul(weight(layer, "ssm_x.weight"), x);
        long stepSize = Math.max(LEAST_STEP, model.embedding / STEP_SHARE);
        Tensor in = part(layer, parts, stateSize, "ssm_b_norm");
        Tensor out = part(layer, parts, stateSize, "ssm_c_norm");
        Tensor step = mul(weight(layer, "ssm_dt.weight"), part(layer, parts, stepSize, "ssm_dt_norm"));
        step = g.inPlace(step, weight(layer, "ssm_dt.bias"));
        Tensor decay = g.reshape(weight(layer, "ssm_a"), 1, heads);
        long bytes = x.type().bytes(length);
        x = g.view(x, length, heads, each, sequences, bytes, bytes * heads, bytes * heads * each);
        in = g.view(in, stateSize, 1, each, sequences, in.b1(), in.b1(), in.b2());
        out = g.view(out, stateSize, 1, each, sequences, out.b1(), out.b1(), out.b2());
        Tensor opened = state.open(states);
        Tensor starts = g.reshape(opened, stateSize, length, heads, states.n1());
        long elements = inner * tokens + states.elements();
        Tensor all = g.result(GgmlType.F32, elements, 1, 1, 1, starts, x, step, decay, in, out, state.rows());
        state.close(states, opened, all);
        state.store(g.view(all, states.elements()), states);
        Tensor y = g.view(all, length, heads, each, sequences, bytes, bytes * heads, bytes * heads * each);
        y = g.inPlace(y, g.inPlace(x, g.reshape(weight(layer, "ssm_d"), 1, heads)));
        y = g.glu(g.cont(z), y);
        y = g.view(y, inner, each, sequences, y.b2(), y.b3());
        Tensor current = mul(weight(layer, "ssm_out.weight"), y);
        return g.reshape(current, current.n0(), tokens);
    }

    private Tensor half(Tensor both, long length) {
        return g.view(both, length, heads, each, sequences, both.b1(), both.b2(), both.b3());
    }

    private Tensor part(int layer, Tensor parts, long length, String norm) {
        return normed(layer, norm, g.view(parts, length, each, sequences, parts.b1(), parts.b2()));
    }
}
