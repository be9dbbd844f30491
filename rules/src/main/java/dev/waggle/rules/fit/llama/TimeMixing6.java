package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;

/** Time mixing of rwkv6 and of rwkv6qwen2, which has no {@code time_mix_first} (build_rwkv6_time_mix). */
final class TimeMixing6 extends TimeMixing {
    private static final int PARTS = 5;

    TimeMixing6(ModelGraph model, RecurrentState state) {
        super(model, state);
    }

    @Override
    Tensor mix(int layer, Tensor normed, Tensor previous) {
        boolean linear = model.model.layer(layer, "time_mix_first.weight") == null;
        Tensor difference = g.reshape(g.inPlace(previous, normed), width, tokens);
        Tensor current = g.reshape(normed, width, tokens);
        Tensor[] parts = parts(layer, difference, current);
        Tensor r = g.mulMat(weight(layer, "receptance"), parts[3]);
        Tensor k = g.mulMat(weight(layer, "key"), parts[1]);
        Tensor v = g.mulMat(weight(layer, "value"), parts[2]);
        r = model.biased(r, model.optional(layer, "time_mix_receptance.bias"));
        k = model.biased(k, model.optional(layer, "time_mix_key.bias"));
        v = model.biased(v, model.optional(layer, "time_mix_value.bias"));
        Tensor gate = g.inPlace(g.mulMat(weight(layer, "gate"), parts[4]));
        k = byHeads(repeated(layer, k));
        v = byHeads(repeated(layer, v));
        r = byHeads(r);
        Tensor w = g.inPlace(g.mulMat(weight(layer, "decay_w1"), parts[0]));
        w = g.inPlace(g.mulMat(weight(layer, "decay_w2"), w), weight(layer, "decay"));
        w = byHeads(g.inPlace(g.inPlace(g.inPlace(w))));
        if (linear) k = g.inPlace(k, g.inPlace(k, w));
        Tensor cache = cache(layer);
        Tensor states = load(cache);
        Tensor attended = linear
                ? attended(cache, k, v, r, w, states)
                : attended(cache, k, v, r, weight(layer, "first"), w, states);
        attended = linear ? g.reshape(attended, width, tokens) : normed(layer, attended);
        return output(layer, g.inPlace(attended, gate));
    }

    /** The five mixtures: of decay, keys, values, receptance, gate. */
    private Tensor[] parts(int layer, Tensor difference, Tensor current) {
        Tensor first = weight(layer, "w1");
        Tensor second = weight(layer, "w2");
        Tensor mixed = g.inPlace(g.inPlace(difference, weight(layer, "lerp_x")), current);
        mixed = g.reshape(g.inPlace(g.mulMat(first, mixed)), first.n1() / PARTS, 1, PARTS, tokens);
        mixed = g.cont(g.permute(mixed, 0, 1, 3, 2));
        mixed = g.mulMat(g.reshape(second, second.n0(), second.n1(), 1, PARTS), mixed);
        Tensor fused = model.optional(layer, "time_mix_lerp_fused.weight");
        if (fused != null) {
            Tensor by = g.reshape(difference, width, 1, tokens);
            mixed = g.inPlace(g.inPlace(g.inPlace(mixed, fused), by), g.reshape(current, width, 1, tokens));
        }
        Tensor[] parts = new Tensor[PARTS];
        for (int part = 0; part < PARTS; part++) {
            parts[part] = g.view(mixed, width, tokens, mixed.b1());
            if (fused != null) continue;
            Tensor lerp = weight(layer, "lerp_" + "wkvrg".charAt(part));
            parts[part] = g.inPlace(g.inPlace(g.inPlace(parts[part], lerp), difference), current);
        }
        return parts;
    }

    private Tensor repeated(int layer, Tensor current) {
        long stored = model.keyValueHeads(layer);
        if (stored == 0 || stored == heads) return current;
        return g.repeat(g.reshape(current, headSize, 1, stored, tokens), headSize, heads / stored, stored, tokens);
    }
}
