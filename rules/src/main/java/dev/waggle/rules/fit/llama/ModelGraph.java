package dev.waggle.rules.fit.llama;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.rules.fit.ggml.Graph;
import dev.waggle.rules.fit.ggml.Tensor;
import dev.waggle.rules.fit.llama.GraphModel.Weight;
import org.jspecify.annotations.Nullable;

/**
 * A model's graph for one micro-batch: the parts that families share, as llm_graph_context has them. Tensors appear in
 * the order in which llama.cpp makes them, since the allocator's result depends on it.
 */
abstract class ModelGraph {
    final Graph g = new Graph();
    final GraphModel model;
    final GraphSettings settings;
    final LayerPlaces places;
    final long tokens;
    private final Tensor[] weights;
    private final Tensor[] rotations;
    private @Nullable Tensor attentionScale;
    private @Nullable Tensor wideEmbeddings;

    ModelGraph(GraphModel model, GraphSettings settings, LayerPlaces places) {
        this.model = model;
        this.settings = settings;
        this.places = places;
        this.tokens = settings.tokens();
        this.weights = new Tensor[model.weights];
        this.rotations = new Tensor[places.host() + 1];
    }

    /** Builds the graph. */
    abstract void build();

    // Weights

    /** A layer's tensor, or null where the file has none. */
    @Nullable
    Tensor optional(int layer, String tail) {
        Weight weight = model.layer(layer, tail);
        if (weight == null) return null;
        boolean onHost = weight.expert() && layer < places.expertLayersOnHost();
        return weight(weight, onHost ? places.host() : places.layer(layer));
    }

    /** A layer's tensor that llama.cpp can't load the model without. */
    Tensor weight(int layer, String tail) {
        Tensor weight = optional(layer, tail);
        if (weight == null) throw new GraphException("no tensor '" + "blk." + layer + "." + tail + "'");
        return weight;
    }

    /** A tensor that goes with the output layer. */
    @Nullable
    Tensor optionalOutput(String name) {
        Weight weight = model.global(name);
        return weight == null ? null : weight(weight, places.output());
    }

    /** A tensor on a device of one's choice. */
    @Nullable
    Tensor optionalAt(String name, int device) {
        Weight weight = model.global(name);
        return weight == null ? null : weight(weight, device);
    }

    /** A tensor that is read per token, which stays on the host. */
    Tensor inputWeight(String name) {
        Weight weight = model.global(name);
        if (weight == null) throw new GraphException("no tensor '" + name + "'");
        return weight(weight, places.host());
    }

    /** The output layer's matrix, a copy of the token embedding where the file has none. */
    Tensor outputWeight() {
        Tensor output = optionalOutput("output.weight");
        if (output != null) return output;
        Weight embedding = model.global("token_embd.weight");
        if (embedding == null) throw new GraphException("no tensor '" + "output.weight" + "'");
        return made(embedding, places.output());
    }

    private Tensor weight(Weight weight, int device) {
        Tensor known = weights[weight.index()];
        if (known != null) return known;
        Tensor made = made(weight, device);
        weights[weight.index()] = made;
        return made;
    }

    private Tensor made(Weight weight, int device) {
        return g.weight(
                weight.tensor().name(),
                weight.tensor().type(),
                weight.n(0),
                weight.n(1),
                weight.n(2),
                weight.n(3),
                device);
    }

    /** The factors by which positions are rotated: each device has its own. */
    @Nullable
    Tensor rotationFactors(int layer) {
        Weight weight = model.global("rope_freqs.weight");
        if (weight == null) weight = model.global("rope_factors_long.weight");
        if (weight == null) return null;
        int device = places.layer(layer);
        if (rotations[device] == null) rotations[device] = made(weight, device);
        return rotations[device];
    }

    // Inputs

    /** Embeddings of the tokens, beside which a program could hand embeddings over (build_inp_embd). */
    Tensor embeddings() {
        Tensor table = inputWeight("token_embd.weight");
        Tensor ids = g.input(GgmlType.I32, tokens);
        long wide = model.embedding * (1 + deepLayers());
        Tensor direct = g.input(GgmlType.F32, wide, tokens, 1, 1);
        Tensor current = g.getRows(table, ids);
        if (wide > model.embedding) current = g.pad(current, wide - model.embedding, 0);
        g.expand(current);
        if (!settings.march2025()) g.expand(direct);
        if (wide > model.embedding) {
            current = g.view(current, model.embedding, tokens, current.b1());
            wideEmbeddings = current;
        }
        if (model.keys.real("embedding_scale", 0) != 0) current = g.inPlace(current);
        g.expand(current);
        return current;
    }

    /** Layers from the start that add features of an image, which lie behind its embeddings (qwen3vl's deepstack). */
    private long deepLayers() {
        return model.keys.whole("n_deepstack_layers", 0);
    }

    /** The stream behind a layer that adds features of an image, unchanged behind others. */
    Tensor deepened(int layer, Tensor stream) {
        Tensor wide = wideEmbeddings;
        if (wide == null || layer >= deepLayers()) return stream;
        return g.inPlace(stream, g.view(wide, model.embedding, tokens, wide.b1()));
    }

    /** Positions of the tokens, several a token for some (build_inp_pos). */
    Tensor positions(int perToken) {
        return g.input(GgmlType.I32, tokens * perToken);
    }

    /** Positions a token has: four where rotation is divided among dimensions of an image (llama_hparams::use_mrope). */
    int positionsPerToken() {
        boolean divided = model.keys.perLayer("rope.dimension_sections", 0, 0) > 0
                && model.keys.perLayer("rope.dimension_sections", 1, 0) > 0;
        return divided ? 4 : 1;
    }

    /** A factor for each token's queries, one input for all layers (build_inp_attn_scale). */
    Tensor attentionScale() {
        if (attentionScale == null) attentionScale = g.input(GgmlType.F32, 1, 1, tokens, 1);
        return attentionScale;
    }

    /** Queries scaled by their positions, where the file says so. */
    Tensor tempered(Tensor query) {
        return model.keys.real("attention.temperature_scale", 0) == 0 ? query : g.inPlace(query, attentionScale());
    }

    /** Which tokens' logits are wanted (build_inp_out_ids). */
    Tensor outputIds() {
        return g.input(GgmlType.I32, settings.outputs());
    }

    // Parts

    /** Multiplies by a matrix, and by its scale where quantization left one (build_lora_mm). */
    Tensor mul(Tensor matrix, Tensor current) {
        return g.mulMat(matrix, current);
    }

    /** RMS norm and its weight (build_norm, LLM_NORM_RMS). */
    Tensor rmsNorm(Tensor current, @Nullable Tensor weight, int layer) {
        return norm(current, weight, null, true, layer);
    }

    /** A norm, its weight and its bias; layer −1 where it belongs to none (build_norm). */
    Tensor norm(Tensor current, @Nullable Tensor weight, @Nullable Tensor bias, boolean rms, int layer) {
        Tensor normed = rms ? g.inPlace(current) : g.fresh(current);
        if (weight != null) normed = g.inPlace(normed, weight);
        if (bias != null) normed = g.inPlace(normed, bias);
        return normed;
    }

    /** Adds a bias where there is one. */
    Tensor biased(Tensor current, @Nullable Tensor bias) {
        return bias == null ? current : g.inPlace(current, bias);
    }

    /** Query, keys and values of a layer, each [head length, heads, tokens]. */
    record Qkv(Tensor q, Tensor k, Tensor v) {}

    /** Projects to query, keys and values, fused or apart (build_qkv). */
    Qkv qkv(int layer, Tensor current, long head, long heads, long valueHead, long keyValueHeads) {
        Tensor fused = optional(layer, "attn_qkv.weight");
        boolean clamped = model.keys.real("attention.clamp_kqv", 0) > 0;
        if (fused != null) {
            Tensor qkv = biased(mul(fused, current), optional(layer, "attn_qkv.bias"));
            if (clamped) qkv = g.inPlace(qkv);
            long row = head * 4;
            Tensor q = g.view(qkv, head, heads, tokens, row, qkv.b1());
            Tensor k = g.view(qkv, head, keyValueHeads, tokens, row, qkv.b1());
            Tensor v = g.view(qkv, valueHead, keyValueHeads, tokens, valueHead * 4, qkv.b1());
            return settings.march2025() ? new Qkv(g.cont(q), g.cont(k), g.cont(v)) : new Qkv(q, k, v);
        }
        Tensor q = biased(mul(weight(layer, "attn_q.weight"), current), optional(layer, "attn_q.bias"));
        if (clamped) q = g.inPlace(q);
        Tensor k = biased(mul(weight(layer, "attn_k.weight"), current), optional(layer, "attn_k.bias"));
        if (clamped) k = g.inPlace(k);
        Tensor values = optional(layer, "attn_v.weight");
        Tensor v = biased(
                mul(values == null ? weight(layer, "attn_k.weight") : values, current), optional(layer, "attn_v.bias"));
        if (clamped) v = g.inPlace(v);
        return new Qkv(
                g.reshape(q, head, heads, tokens),
                g.reshape(k, head, keyValueHeads, tokens),
                g.reshape(v, valueHead, keyValueHeads, tokens));
    }

    /** A feed-forward part (build_ffn). */
    Tensor feedForward(int layer, Tensor current, Activation activation) {
        return feedForward(layer, current, activation, "");
    }

    /**
     * A feed-forward part whose tensors have a suffix, such as {@code _shexp} for experts every token sees. A matrix that
     * is twice as wide as the next takes holds the gate as well.
     */
    Tensor feedForward(int layer, Tensor input, Activation activation, String suffix) {
        Tensor up = biased(
                mul(weight(layer, "ffn_up" + suffix + ".weight"), input), optional(layer, "ffn_up" + suffix + ".bias"));
        Tensor gate = optional(layer, "ffn_gate" + suffix + ".weight");
        Tensor down = weight(layer, "ffn_down" + suffix + ".weight");
        Tensor current;
        if (gate != null) {
            Tensor gated = biased(mul(gate, input), optional(layer, "ffn_gate" + suffix + ".bias"));
            current = gated(gated, up);
        } else current = up.n0() == 2 * down.n0() ? halved(up) : activation.apply(g, up);
        return biased(mul(down, current), optional(layer, "ffn_down" + suffix + ".bias"));
    }

    /** Whether norms are root-mean-square norms: llama.cpp reads one of two keys, which the file must have. */
    boolean rmsNorms() {
        return model.keys.has("attention.layer_norm_rms_epsilon") || !model.keys.has("attention.layer_norm_epsilon");
    }

    /** A gate's function, and its product with what it gates: one operation, or two in place. */
    Tensor gated(Tensor gate, Tensor up) {
        return settings.march2025() ? g.inPlace(g.inPlace(gate), up) : g.glu(gate, up);
    }

    /** A row whose first half gates the second: one operation, or copies of both once. */
    Tensor halved(Tensor up) {
        if (!settings.march2025()) return g.glu(up);
        Tensor gate = g.cont(g.view(up, up.n0() / 2, up.n1(), up.b1()));
        Tensor gated = g.cont(g.view(up, up.n0() / 2, up.n1(), up.b1()));
        return g.inPlace(g.inPlace(gate), gated);
    }

    /** The last norm's result, the logits, and the graph's end. */
    void finish(Tensor current, boolean rms) {
        Tensor weight = optionalOutput("output_norm.weight");
        if (weight == null) weight = optionalOutput("enc.output_norm.weight");
        finish(norm(current, weight, optionalOutput("output_norm.bias"), rms, -1));
    }

    /** The logits of what was normed already. */
    void finish(Tensor normed) {
        normed.keep();
        Tensor logits = biased(mul(outputWeight(), normed), optionalOutput("output.bias"));
        logits.keep();
        g.expand(logits);
    }

    /** Elements of one head of keys. */
    long keyLength() {
        return model.keys.whole("attention.key_length", model.embedding / Math.max(1, heads(0)));
    }

    /** Elements of one head of values. */
    long valueLength() {
        return model.keys.whole("attention.value_length", model.embedding / Math.max(1, heads(0)));
    }

    /** Elements of one head of a layer's keys. */
    long keyLength(int layer) {
        return keyLength();
    }

    /** Elements of one head of a layer's values. */
    long valueLength(int layer) {
        return valueLength();
    }

    /** Query heads of a layer. */
    long heads(int layer) {
        return model.perLayer("attention.head_count", layer, 0);
    }

    /** Key and value heads of a layer. */
    long keyValueHeads(int layer) {
        return model.perLayer("attention.head_count_kv", layer, heads(layer));
    }
}
