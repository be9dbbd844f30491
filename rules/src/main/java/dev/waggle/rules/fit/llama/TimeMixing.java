package dev.waggle.rules.fit.llama;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.rules.fit.ggml.Graph;
import dev.waggle.rules.fit.ggml.Tensor;

/** RWKV's time mixing. */
abstract class TimeMixing {
    final ModelGraph model;
    final Graph g;
    final long width;
    final long tokens;
    final long headSize;
    final long heads;
    private final RecurrentState state;
    private final long sequences;

    TimeMixing(ModelGraph model, RecurrentState state) {
        this.model = model;
        this.g = model.g;
        this.state = state;
        this.width = model.model.embedding;
        this.tokens = model.tokens;
        this.sequences = model.settings.sequences();
        this.headSize = model.model.keys.whole("wkv.head_size", width);
        this.heads = width / headSize;
    }

    /** Mixes tokens with their predecessors; all are [width, tokens of a sequence, sequences]. */
    abstract Tensor mix(int layer, Tensor current, Tensor previous);

    final Tensor weight(int layer, String name) {
        return model.weight(layer, "time_mix_" + name + ".weight");
    }

    final Tensor byHeads(Tensor a) {
        return g.reshape(a, headSize, heads, tokens);
    }

    /** A layer's tensor of state. */
    final Tensor cache(int layer) {
        return state.cache(layer, headSize * width);
    }

    /** The states the sequences start from. */
    final Tensor load(Tensor cache) {
        return state.load(cache);
    }

    /** Results and behind them the new states, which are kept (ggml_rwkv_wkv6, ggml_rwkv_wkv7, ggml_gated_linear_attn). */
    final Tensor attended(Tensor cache, Tensor... sources) {
        Tensor all = g.result(GgmlType.F32, width, tokens + headSize * sequences, 1, 1, sources);
        Tensor current = g.view(all, width * tokens);
        state.store(g.view(all, cache.elements()), cache);
        return current;
    }

    /** Norms each head and makes rows of them again. */
    final Tensor normed(int layer, Tensor current) {
        Tensor normed = g.fresh(g.reshape(current, headSize, heads, tokens));
        normed = g.inPlace(g.reshape(normed, width, tokens), weight(layer, "ln"));
        return g.inPlace(normed, model.weight(layer, "time_mix_ln.bias"));
    }

    /** The output matrix. */
    final Tensor output(int layer, Tensor current) {
        Tensor projected = model.mul(weight(layer, "output"), current);
        return g.reshape(projected, width, tokens / sequences, sequences);
    }
}
