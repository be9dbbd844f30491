package dev.waggle.rules.fit.llama;

import dev.waggle.models.HyperParameters;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.rules.fit.ggml.Graph;
import dev.waggle.rules.fit.ggml.Tensor;

/** Selective state spaces: Mamba (build_mamba_layer) and Mamba-2 (build_mamba2_layer). */
final class Mamba {
    private static final long FLOAT_BYTES = 4;

    private final ModelGraph model;
    private final Graph g;
    private final RecurrentState state;
    private final long sequences;
    private final long each;
    private final long convolution;
    private final long inner;
    private final long stateSize;
    private final long rank;
    private final long groups;

    Mamba(ModelGraph model, RecurrentState state) {
        HyperParameters keys = model.model.keys;
        this.model = model;
        this.g = model.g;
        this.state = state;
        this.sequences = model.settings.sequences();
        this.each = model.tokens / sequences;
        this.convolution = keys.whole("ssm.conv_kernel", 1);
        this.inner = keys.whole("ssm.inner_size", 0);
        this.stateSize = keys.whole("ssm.state_size", 0);
        this.rank = keys.whole("ssm.time_step_rank", 0);
        this.groups = keys.whole("ssm.group_count", 0);
    }

    /** A Mamba layer. */
    Tensor first(int layer, Tensor normed) {
        Tensor history = state.cache(layer, (convolution - 1) * (inner + 2 * groups * stateSize));
        Tensor states = state.cache(layer, stateSize * inner);
        Tensor loaded = g.reshape(state.load(history), convolution - 1, inner, sequences);
        Tensor both = model.mul(model.weight(layer, "ssm_in.weight"), g.reshape(normed, normed.n0(), each, sequences));
        Tensor x = g.view(both, inner, each, sequences, both.b1(), both.b2());
        Tensor z = g.view(both, inner, each, sequences, both.b1(), both.b2());
        x = convolved(layer, loaded, x, history);

        Tensor parts = model.mul(model.weight(layer, "ssm_x.weight"), x);
        Tensor step = g.view(parts, rank, each, sequences, parts.b1(), parts.b2());
        Tensor in = g.view(parts, stateSize, 1, each, sequences, stateSize * FLOAT_BYTES, parts.b1(), parts.b2());
        Tensor out = g.view(parts, stateSize, 1, each, sequences, stateSize * FLOAT_BYTES, parts.b1(), parts.b2());
        if (normsParts(layer)) {
            step = model.rmsNorm(step, model.optional(layer, "ssm_dt_norm.weight"), layer);
            in = model.rmsNorm(in, model.optional(layer, "ssm_b_norm.weight"), layer);
            out = model.rmsNorm(out, model.optional(layer, "ssm_c_norm.weight"), layer);
        } else step = g.cont(step);
        step = model.mul(model.weight(layer, "ssm_dt.weight"), step);
        step = g.inPlace(step, model.weight(layer, "ssm_dt.bias"));

        Tensor heads = g.reshape(x, 1, inner, each, sequences);
        Tensor scanned = scanned(layer, states, heads, step, in, out, 1, inner);
        store(scanned, states);
        Tensor y = g.view(scanned, inner, each, sequences, heads.b2(), heads.b3());
        y = g.inPlace(y, g.inPlace(x, model.weight(layer, "ssm_d")));
        y = g.glu(g.cont(z), y);
        Tensor current = model.mul(model.weight(layer, "ssm_out.weight"), y);
        return g.reshape(current, current.n0(), model.tokens);
    }

    private boolean normsParts(int layer) {
        return model.model.keys.truth("ssm.dt_b_c_rms", false)
                || (model.model.layer(layer, "ssm_dt_norm.weight") != null
                        && model.model.layer(layer, "ssm_b_norm.weight") != null
                        && model.model.layer(layer, "ssm_c_norm.weight") != null);
    }

    /** A Mamba-2 layer. */
    Tensor second(int layer, Tensor normed) {
        long width = inner + 2 * groups * stateSize;
        long length = inner / rank;
        Tensor history = state.cache(layer, (convolution - 1) * width);
        Tensor states = state.cache(layer, stateSize * inner);
        Tensor loaded = g.reshape(state.load(history), convolution - 1, width, sequences);
        Tensor all = model.mul(model.weight(layer, "ssm_in.weight"), normed);
        all = g.reshape(all, all.n0(), each, sequences);
        Tensor z = g.view(all, length, rank, each, sequences, length * FLOAT_BYTES, all.b1(), all.b2());
        Tensor mixed = g.view(all, width, each, sequences, all.b1(), all.b2());
        Tensor step = g.view(all, rank, each, sequences, all.b1(), all.b2());
        mixed = convolved(layer, loaded, mixed, history);

        Tensor x = g.view(mixed, length, rank, each, sequences, length * FLOAT_BYTES, mixed.b1(), mixed.b2());
        long row = stateSize * FLOAT_BYTES;
        Tensor in = g.view(mixed, stateSize, groups, each, sequences, row, mixed.b1(), mixed.b2());
        Tensor out = g.view(mixed, stateSize, groups, each, sequences, row, mixed.b1(), mixed.b2());
        step = g.inPlace(g.cont(step), model.weight(layer, "ssm_dt.bias"));
        Tensor scanned = scanned(layer, states, x, step, in, out, length, rank);
        g.expand(g.copy(
                g.view(scanned, states.n0(), sequences, 1, states.b1(), states.b1() * sequences),
                g.view(states, states.n0(), sequences, 1, states.b1(), states.b1() * sequences)));
        Tensor y = g.view(scanned, length, rank, each, sequences, x.b1(), rank * x.b1(), each * rank * x.b1());
        y = g.inPlace(y, g.inPlace(x, model.weight(layer, "ssm_d")));
        y = g.glu(g.cont(z), y);
        Tensor norm = model.optional(layer, "ssm_norm.weight");
        if (norm != null) y = model.rmsNorm(g.reshape(y, inner / groups, groups, each, sequences), norm, layer);
        return model.mul(model.weight(layer, "ssm_out.weight"), g.reshape(y, inner, model.tokens));
    }

    /** The convolution over the tokens and those before them; the last are kept. */
    private Tensor convolved(int layer, Tensor before, Tensor current, Tensor history) {
        Tensor row = g.concat(before, g.transpose(current), 0);
        state.store(g.view(row, before.n0(), before.n1(), sequences, row.b1(), row.b2()), history);
        Tensor kernel = model.weight(layer, "ssm_conv1d.weight");
        Tensor result = g.convolution(row, kernel);
        return g.inPlace(model.biased(result, model.optional(layer, "ssm_conv1d.bias")));
    }

    /** The scan's results and behind them the states it ended with (ggml_ssm_scan). */
    private Tensor scanned(
            int layer, Tensor cache, Tensor x, Tensor step, Tensor in, Tensor out, long length, long heads) {
        Tensor states = state.open(cache);
        Tensor decay = model.weight(layer, "ssm_a");
        Tensor scanned = g.result(
                GgmlType.F32,
                x.elements() + stateSize * inner * sequences,
                1,
                1,
                1,
                g.reshape(states, stateSize, length, heads, cache.n1()),
                x,
                step,
                decay,
                in,
                out,
                state.rows());
        state.close(cache, states, scanned);
        return scanned;
    }

    private void store(Tensor scanned, Tensor cache) {
        state.store(g.view(scanned, cache.elements()), cache);
    }
}
