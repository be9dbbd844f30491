package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Graph;
import dev.waggle.rules.fit.ggml.Tensor;

/** What stands between a feed-forward part's two matrices where it has no gate beside them. */
enum Activation {
    /** One function of each element: silu, gelu, relu. */
    UNARY,
    /** Relu, then squared. */
    RELU_SQUARED;

    Tensor apply(Graph g, Tensor up) {
        return switch (this) {
            case UNARY -> g.inPlace(up);
            case RELU_SQUARED -> g.inPlace(g.inPlace(up));
        };
    }
}
