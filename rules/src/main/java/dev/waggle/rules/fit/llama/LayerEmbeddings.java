package dev.waggle.rules.fit.llama;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.rules.fit.ggml.Graph;
import dev.waggle.rules.fit.ggml.Tensor;

/** Each layer's own embedding of the tokens (build_inp_per_layer, project_per_layer_inputs of gemma3n.cpp, gemma4.cpp). */
final class LayerEmbeddings {
    private final Graph g;
    private final Tensor all;

    private LayerEmbeddings(Graph g, Tensor all) {
        this.g = g;
        this.all = all;
    }

    /** Looks all layers' embeddings up and adds what the stream projects to. */
    static LayerEmbeddings of(ModelGraph model, Tensor stream) {
        Graph g = model.g;
        Tensor norm = firstLayer(model, "per_layer_proj_norm.weight");
        long width = norm.n0();
        long layers = model.model.layers;
        Tensor table = model.inputWeight("per_layer_token_embd.weight");
        Tensor selected = g.getRows(table, g.input(GgmlType.I32, model.tokens));
        selected = g.inPlace(g.reshape(selected, width, layers, model.tokens));
        g.expand(selected);
        Tensor projected = g.inPlace(g.mulMat(firstLayer(model, "per_layer_model_proj.weight"), stream));
        projected = model.rmsNorm(g.reshape(projected, width, layers, model.tokens), norm, -1);
        Tensor sum = g.inPlace(g.inPlace(projected, selected));
        return new LayerEmbeddings(g, g.cont(g.permute(sum, 0, 2, 1, 3)));
    }

    private static Tensor firstLayer(ModelGraph model, String name) {
        Tensor weight = model.optionalAt(name, model.places.layer(0));
        if (weight == null) throw new GraphException("no tensor '" + name + "'");
        return weight;
    }

    /** A layer's embedding. */
    Tensor layer() {
        return g.view(all, all.n0(), all.n1(), all.b1());
    }
}
