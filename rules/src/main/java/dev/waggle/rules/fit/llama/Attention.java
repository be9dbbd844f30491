package dev.waggle.rules.fit.llama;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.rules.fit.ggml.Graph;
import dev.waggle.rules.fit.ggml.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Attention over a cache of keys and values, or over the micro-batch alone (build_attn, build_attn_mha). Layers that see
 * a window have a cache of their own kind (build_attn_inp_kv_iswa).
 */
final class Attention {
    private final ModelGraph model;
    private final Graph g;
    private final GraphSettings settings;
    private final boolean cached;
    private final boolean softCapped;
    private final @Nullable CacheInputs whole;
    private final @Nullable CacheInputs window;
    private final Tensor @Nullable [] masks;
    private final Tensor[] keys;
    private final Tensor[] values;

    private Attention(ModelGraph model, boolean cached, boolean rotates) {
        this.model = model;
        this.g = model.g;
        this.settings = model.settings;
        this.cached = cached;
        this.softCapped = model.model.keys.real("attn_logit_softcapping", 0) != 0;
        this.keys = new Tensor[model.model.allLayers];
        this.values = new Tensor[model.model.allLayers];
        whole = cached ? inputs(false, settings.cells(), rotates) : null;
        window = cached && windows() ? inputs(true, settings.windowCells(), rotates) : null;
        masks = cached ? null : new Tensor[] {batchMask(), windows() ? batchMask() : null};
    }

    /** Attention with a cache. */
    static Attention cached(ModelGraph model) {
        return new Attention(model, true, true);
    }

    /** Attention with a cache whose heads differ between layers, so that quantized keys aren't rotated. */
    static Attention cachedWithoutRotation(ModelGraph model) {
        return new Attention(model, true, false);
    }

    /** Attention of the micro-batch's tokens among themselves, as encoders have it. */
    static Attention uncached(ModelGraph model) {
        return new Attention(model, false, false);
    }

    /** Heads are rotated where those of all layers of one cache are as long (attn_rot_k, attn_rot_v). */
    private CacheInputs inputs(boolean windowed, long cells, boolean rotates) {
        long keyLength = 0;
        long valueLength = 0;
        for (int layer = 0; layer < model.model.allLayers && rotates; layer++) {
            if (!model.model.cached[layer] || (windows() && model.model.windowed[layer] != windowed)) continue;
            keyLength = common(keyLength, model.keyLength(layer));
            valueLength = common(valueLength, model.valueLength(layer));
        }
        return CacheInputs.of(
                g, settings, cells, model.model.mostValues, Math.max(1, keyLength), Math.max(1, valueLength));
    }

    private static long common(long length, long another) {
        return length == 0 || length == another ? another : -1;
    }

    private boolean windows() {
        return settings.windowCells() > 0;
    }

    private Tensor batchMask() {
        return g.input(settings.flash() ? GgmlType.F16 : GgmlType.F32, settings.tokens(), settings.tokens(), 1, 1);
    }

    /** Attends; the result has gone through the output matrix and its bias where the layer has them. */
    Tensor attend(int layer, Tensor q, Tensor k, Tensor v) {
        return attend(layer, layer, q, k, v, null);
    }

    /**
     * Attends.
     *
     * @param cacheLayer the layer whose cache is used
     * @param k null where the cache is another layer's and nothing is stored
     * @param sinks a bias of each head's softmax
     */
    Tensor attend(int layer, int cacheLayer, Tensor q, @Nullable Tensor k, @Nullable Tensor v, @Nullable Tensor sinks) {
        Tensor current =
                cached ? fromCache(layer, cacheLayer, q, k, v, sinks, null) : amongThemselves(layer, q, k, v, null);
        return throughOutput(layer, current);
    }

    /** Attends with a cache; the result has yet to go through the output matrix. */
    Tensor withoutOutput(int layer, Tensor q, Tensor k, Tensor v) {
        return fromCache(layer, layer, q, k, v, null, null);
    }

    /** The output matrix and its bias, where the layer has them. */
    Tensor throughOutput(int layer, Tensor current) {
        Tensor output = model.optional(layer, "attn_output.weight");
        Tensor projected = output == null ? current : model.mul(output, current);
        return model.biased(projected, model.optional(layer, "attn_output.bias"));
    }

    /**
     * Attends to compressed keys that begin with the values (llm_graph_input_attn_k).
     *
     * @param decompress turns a head's compressed result into values
     */
    Tensor attendCompressed(int layer, Tensor q, Tensor k, Tensor v, Tensor decompress) {
        CacheInputs inputs = inputs(layer);
        g.expand(q);
        g.expand(v);
        g.expand(k);
        g.expand(storedKeys(inputs, layer, k));
        Tensor cached = keyView(inputs, layer);
        Tensor values =
                g.view(cached, v.n0(), cached.n1(), cached.n2(), cached.n3(), cached.b1(), cached.b2(), cached.b3());
        Tensor current = heads(q, cached, values, inputs.mask(), null, decompress);
        return model.mul(model.weight(layer, "attn_output.weight"), current);
    }

    /** Attends with a bias of each score, which rules flash attention out; the output matrix is not applied. */
    Tensor attendBiased(int layer, Tensor q, Tensor k, Tensor v, Tensor bias) {
        return cached ? fromCache(layer, layer, q, k, v, null, bias) : amongThemselves(layer, q, k, v, bias);
    }

    private Tensor amongThemselves(int layer, Tensor q, @Nullable Tensor k, @Nullable Tensor v, @Nullable Tensor bias) {
        if (k == null || v == null || masks == null) throw new IllegalArgumentException("no keys");
        g.expand(q);
        g.expand(k);
        g.expand(v);
        boolean windowed = model.model.windowed[layer] && masks[1] != null;
        return heads(q, k, v, masks[windowed ? 1 : 0], null, null, bias);
    }

    private Tensor fromCache(
            int layer,
            int cacheLayer,
            Tensor q,
            @Nullable Tensor k,
            @Nullable Tensor v,
            @Nullable Tensor sinks,
            @Nullable Tensor bias) {
        CacheInputs inputs = inputs(layer);
        Tensor keyRotation = inputs.keyRotation();
        Tensor valueRotation = inputs.valueRotation();
        Tensor query = keyRotation == null ? q : rotated(q, keyRotation);
        Tensor newKeys = k == null || keyRotation == null ? k : rotated(k, keyRotation);
        Tensor newValues = v == null || valueRotation == null ? v : rotated(v, valueRotation);
        expandNew(query, newKeys, newValues);
        if (newKeys != null) g.expand(storedKeys(inputs, layer, newKeys));
        if (newValues != null) g.expand(storedValues(inputs, layer, newValues));
        Tensor keyView = keyView(inputs, cacheLayer);
        Tensor current = heads(query, keyView, valueView(inputs, cacheLayer), inputs.mask(), sinks, null, bias);
        return valueRotation == null ? current : rotated(current, valueRotation);
    }

    /** With one kind of cache, keys come last; with a window beside it, before values (the two build_attn). */
    private void expandNew(Tensor q, @Nullable Tensor k, @Nullable Tensor v) {
        g.expand(q);
        if (window == null && !settings.march2025()) {
            if (v != null) g.expand(v);
            if (k != null) g.expand(k);
        } else {
            if (k != null) g.expand(k);
            if (v != null) g.expand(v);
        }
    }

    private CacheInputs inputs(int layer) {
        CacheInputs inputs = window != null && model.model.windowed[layer] ? window : whole;
        if (inputs == null) throw new IllegalStateException("attention without a cache");
        return inputs;
    }

    private Tensor rotated(Tensor current, Tensor rotation) {
        long n = rotation.n0();
        Tensor rows = current.isContiguous()
                ? g.reshape(current, n, current.elements() / n)
                : g.cont(current, n, current.elements() / n);
        return g.reshape(g.mulMat(rotation, rows), current.n0(), current.n1(), current.n2(), current.n3());
    }

    private Tensor keyCache(CacheInputs inputs, int layer) {
        Tensor known = keys[layer];
        if (known != null) return known;
        long row = model.keyValueHeads(layer) * model.keyLength(layer);
        keys[layer] =
                g.cache(settings.cacheType(), row, inputs.cells(), settings.streams(), 1, model.places.layer(layer));
        return keys[layer];
    }

    private Tensor valueCache(CacheInputs inputs, int layer) {
        Tensor known = values[layer];
        if (known != null) return known;
        long row = settings.flash() ? model.keyValueHeads(layer) * model.valueLength(layer) : model.model.mostValues;
        values[layer] =
                g.cache(settings.cacheType(), row, inputs.cells(), settings.streams(), 1, model.places.layer(layer));
        return values[layer];
    }

    private Tensor storedKeys(CacheInputs inputs, int layer, Tensor k) {
        Tensor cache = keyCache(inputs, layer);
        if (settings.march2025()) return g.copy(k, g.view(cache, k.elements()));
        Tensor rows = g.view(k, k.n0() * k.n1(), k.n2(), k.b2());
        Tensor target = settings.streams() > 1 ? g.reshape(cache, cache.n0(), cache.n1() * cache.n2()) : cache;
        return g.setRows(target, rows, inputs.keyIds());
    }

    private Tensor storedValues(CacheInputs inputs, int layer, Tensor v) {
        Tensor cache = valueCache(inputs, layer);
        if (settings.march2025()) return g.copy(v, g.view(cache, v.elements()));
        long row = v.n0() * v.n1();
        if (settings.flash()) {
            Tensor rows = g.view(v, row, v.n2(), v.b2());
            Tensor target = settings.streams() > 1 ? g.reshape(cache, cache.n0(), cache.n1() * cache.n2()) : cache;
            return g.setRows(target, rows, inputs.valueIds());
        }
        boolean together = v.type().bytes(row) == v.b2();
        Tensor rows = together ? g.reshape(v, row, v.n2()) : g.cont(v, row, v.n2());
        if (row < cache.n0()) rows = g.pad(rows, cache.n0() - row, 0);
        Tensor target = g.reshape(cache, 1, cache.elements());
        return g.setRows(target, g.reshape(rows, 1, rows.elements()), inputs.valueIds());
    }

    private Tensor keyView(CacheInputs inputs, int layer) {
        Tensor cache = keyCache(inputs, layer);
        long head = model.keyLength(layer);
        long plane = cache.type().bytes(cache.n0() * inputs.cells());
        return g.view(
                cache,
                head,
                model.keyValueHeads(layer),
                inputs.cells(),
                settings.streams(),
                cache.type().bytes(head),
                cache.type().bytes(cache.n0()),
                plane);
    }

    private Tensor valueView(CacheInputs inputs, int layer) {
        Tensor cache = valueCache(inputs, layer);
        long head = model.valueLength(layer);
        long heads = model.keyValueHeads(layer);
        long cells = inputs.cells();
        GgmlType type = cache.type();
        long plane = type.bytes(cells * cache.n0());
        if (settings.flash())
            return g.view(
                    cache, head, heads, cells, settings.streams(), type.bytes(head), type.bytes(cache.n0()), plane);
        return g.view(
                cache, cells, heads, head, settings.streams(), type.bytes(cells * head), type.bytes(cells), plane);
    }

    /** Scores, softmax and values of all heads (build_attn_mha). */
    Tensor heads(Tensor q, Tensor k, Tensor v, Tensor mask, @Nullable Tensor sinks) {
        return heads(q, k, v, mask, sinks, null);
    }

    /** The same; {@code decompress} turns a head's compressed result into values (latent attention). */
    Tensor heads(Tensor q, Tensor k, Tensor v, Tensor mask, @Nullable Tensor sinks, @Nullable Tensor decompress) {
        return heads(q, k, v, mask, sinks, decompress, null);
    }

    private Tensor heads(
            Tensor q,
            Tensor k,
            Tensor v,
            Tensor mask,
            @Nullable Tensor sinks,
            @Nullable Tensor decompress,
            @Nullable Tensor bias) {
        boolean transposed = v.b1() > v.b2();
        long streams = k.n3();
        Tensor split = g.view(q, q.n0(), q.n1(), q.n2() / streams, streams, q.b1(), q.b2(), q.b3() / streams);
        Tensor query = g.permute(split, 0, 2, 1, 3);
        Tensor key = g.permute(k, 0, 2, 1, 3);
        Tensor value = g.permute(v, 0, 2, 1, 3);
        Tensor current = settings.flash() && bias == null
                ? flash(query, key, transposed ? g.transpose(value) : value, mask, sinks, decompress)
                : scored(query, key, value, transposed, mask, sinks, decompress, bias);
        g.expand(current);
        return current;
    }

    private Tensor flash(
            Tensor q, Tensor k, Tensor v, Tensor mask, @Nullable Tensor sinks, @Nullable Tensor decompress) {
        Tensor key = k.type() == GgmlType.F32 ? g.cast(k, GgmlType.F16) : k;
        Tensor value = v.type() == GgmlType.F32 ? g.cast(v, GgmlType.F16) : v;
        Tensor current =
                sinks == null ? g.flashAttention(q, key, value, mask) : g.flashAttention(q, key, value, mask, sinks);
        if (decompress != null) {
            current = g.mulMat(decompress, g.permute(current, 0, 2, 1, 3));
            current = g.cont(g.permute(current, 0, 2, 1, 3));
        }
        return g.reshape(current, current.n0() * current.n1(), current.n2() * current.n3());
    }

    private Tensor scored(
            Tensor q,
            Tensor k,
            Tensor v,
            boolean transposed,
            Tensor mask,
            @Nullable Tensor sinks,
            @Nullable Tensor decompress,
            @Nullable Tensor bias) {
        Tensor scores = g.mulMat(k, q);
        if (softCapped) scores = g.inPlace(g.inPlace(g.inPlace(scores)));
        if (bias != null) scores = g.inPlace(scores, bias);
        scores = sinks == null ? g.inPlace(scores, mask) : g.inPlace(scores, mask, sinks);
        Tensor value = transposed ? v : g.cont(g.transpose(v));
        Tensor current = g.mulMat(value, scores);
        if (decompress != null) current = g.mulMat(decompress, current);
        current = g.permute(current, 0, 2, 1, 3);
        return g.cont(current, current.n0() * current.n1(), current.n2() * current.n3());
    }
}
