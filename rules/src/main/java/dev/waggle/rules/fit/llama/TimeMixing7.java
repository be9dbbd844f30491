package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Tensor;
import org.jspecify.annotations.Nullable;

/** Time mixing of rwkv7 and arwkv7 (build_rwkv7_time_mix). */
final class TimeMixing7 extends TimeMixing {
    private @Nullable Tensor firstValues;

    TimeMixing7(ModelGraph model, RecurrentState state) {
        super(model, state);
    }

    @Override
    Tensor mix(int layer, Tensor current, Tensor previous) {
        boolean gated = model.model.layer(layer, "time_mix_g1.weight") != null
                && model.model.layer(layer, "time_mix_g2.weight") != null;
        int parts = gated ? 6 : 5;
        Tensor difference = g.inPlace(previous, current);
        difference = g.repeat(difference, width, current.n1(), current.n2(), parts);
        Tensor mixed = g.inPlace(g.inPlace(difference, weight(layer, "lerp_fused")), current);
        Tensor forReceptance = part(mixed);
        Tensor forDecay = part(mixed);
        Tensor forKeys = part(mixed);
        Tensor forValues = part(mixed);
        Tensor forRate = part(mixed);
        Tensor r = g.mulMat(weight(layer, "receptance"), forReceptance);
        Tensor w = g.mulMat(weight(layer, "w2"), g.inPlace(g.mulMat(weight(layer, "w1"), forDecay)));
        w = g.inPlace(g.inPlace(g.inPlace(g.inPlace(w, weight(layer, "w0")))));
        Tensor k = g.mulMat(weight(layer, "key"), forKeys);
        Tensor v = values(layer, forValues);
        Tensor gate = null;
        if (gated) gate = g.mulMat(weight(layer, "g2"), g.inPlace(g.mulMat(weight(layer, "g1"), part(mixed))));
        Tensor rate = g.mulMat(weight(layer, "a2"), g.mulMat(weight(layer, "a1"), forRate));
        rate = g.inPlace(g.inPlace(rate, weight(layer, "a0")));
        Tensor removed = g.fresh(byHeads(g.inPlace(k, weight(layer, "k_k"))));
        Tensor scaled = g.inPlace(k, weight(layer, "k_a"));
        k = g.inPlace(k, g.inPlace(g.inPlace(rate, scaled), scaled));
        r = byHeads(r);
        w = byHeads(w);
        k = byHeads(k);
        v = byHeads(v);
        rate = byHeads(rate);
        Tensor cache = cache(layer);
        Tensor states = load(cache);
        Tensor attended = attended(cache, r, w, k, v, g.inPlace(removed), g.inPlace(removed, rate), states);
        boolean norms = model.model.layer(layer, "time_mix_ln.weight") != null
                && model.model.layer(layer, "time_mix_ln.bias") != null;
        attended = norms ? normed(layer, attended) : g.reshape(attended, width, tokens);
        Tensor bonus = g.inPlace(g.inPlace(k, r), g.reshape(weight(layer, "r_k"), headSize, heads));
        bonus = g.inPlace(v, g.sumRows(bonus));
        attended = g.inPlace(attended, g.reshape(bonus, width, tokens));
        return output(layer, gate == null ? attended : g.inPlace(attended, gate));
    }

    private Tensor part(Tensor mixed) {
        return g.view(mixed, width, tokens, mixed.b1());
    }

    /** The first layer's values are a residual stream to those of the others. */
    private Tensor values(int layer, Tensor input) {
        Tensor v = g.mulMat(weight(layer, "value"), input);
        if (firstValues == null) {
            firstValues = v;
            return v;
        }
        Tensor ratio = g.mulMat(weight(layer, "v2"), g.mulMat(weight(layer, "v1"), input));
        ratio = g.inPlace(g.inPlace(ratio, weight(layer, "v0")));
        return g.inPlace(v, g.inPlace(g.inPlace(firstValues, v), ratio));
    }
}
