package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;

/** Gemma that embeds (src/models/gemma-embedding.cpp): tokens of a micro-batch see each other, and there are no logits. */
final class GemmaEmbeddingGraph extends DecoderGraph {
    GemmaEmbeddingGraph(GraphModel model, GraphSettings settings, LayerPlaces places, DecoderStyle style) {
        super(model, settings, places, style);
    }

    @Override
    Attention attention() {
        return Attention.uncached(this);
    }

    @Override
    void finish(Tensor normed) {
        normed.keep();
        g.expand(normed);
    }
}
