package dev.waggle.rules.fit.llama;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.rules.fit.ggml.Graph;
import dev.waggle.rules.fit.ggml.Tensor;

/** State that sequences keep between tokens, a row of each layer's tensors for each sequence (build_rs). */
final class RecurrentState {
    private final ModelGraph model;
    private final Graph g;
    private final long sequences;
    private final Tensor own;
    private final Tensor others;

    RecurrentState(ModelGraph model) {
        this.model = model;
        this.g = model.g;
        this.sequences = model.settings.sequences();
        Tensor rows = g.input(GgmlType.I32, sequences);
        this.own = g.view(rows, sequences);
        this.others = g.view(rows, 0);
    }

    /** Which rows the micro-batch's sequences own. */
    Tensor rows() {
        return own;
    }

    /** A layer's tensor of state; each call makes another. */
    Tensor cache(int layer, long elements) {
        return g.cache(GgmlType.F32, elements, sequences, 1, 1, model.places.layer(layer));
    }

    /** The state the sequences start from. */
    Tensor load(Tensor cache) {
        Tensor states = open(cache);
        Tensor loaded = g.getRows(states, own);
        close(cache, states, loaded);
        return loaded;
    }

    /** The first half of loading: a new sequence's row is cleared. */
    Tensor open(Tensor cache) {
        Tensor states = g.reshape(cache, cache.n0(), cache.n1());
        g.expand(g.overwrite(g.view(states, cache.n0())));
        return states;
    }

    /** The second half, after {@code used} was made of the rows: rows of other sequences move. There are none. */
    void close(Tensor cache, Tensor states, Tensor used) {
        g.expand(used);
        g.expand(g.copy(g.getRows(states, others), g.view(cache, cache.n0(), 0, cache.b1())));
    }

    /** Keeps state for the next tokens; it has the cache's number of elements, in any shape. */
    void store(Tensor state, Tensor cache) {
        g.expand(g.copy(state, g.view(cache, cache.elements())));
    }
}
