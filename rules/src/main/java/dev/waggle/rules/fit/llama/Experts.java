package dev.waggle.rules.fit.llama;

import dev.waggle.rules.fit.ggml.Graph;
import dev.waggle.rules.fit.ggml.Tensor;
import org.jspecify.annotations.Nullable;

/** A mixture of experts (build_moe_ffn). */
final class Experts {
    private final ModelGraph model;
    private final Graph g;
    private final ExpertStyle style;

    Experts(ModelGraph model, ExpertStyle style) {
        this.model = model;
        this.g = model.g;
        this.style = style;
    }

    /** Routes each token to its experts and adds their results up. */
    Tensor feedForward(int layer, Tensor input, Activation activation) {
        return feedForward(layer, input, model.mul(model.weight(layer, "ffn_gate_inp.weight"), input), activation);
    }

    /** The same with a router's logits that were computed otherwise. */
    Tensor feedForward(int layer, Tensor input, Tensor routerLogits, Activation activation) {
        long count = model.model.keys.whole("expert_count", 0);
        long used = model.model.perLayer("expert_used_count", layer, 0);
        if (used < 1 || used > count)
            throw new GraphException("key 'expert_used_count' is " + used + "; allowed: 1 to expert_count, " + count);
        long tokens = input.n1();
        Tensor logits = model.biased(routerLogits, model.optional(layer, "ffn_gate_inp.bias"));
        Tensor probabilities = style.gating() == ExpertStyle.Gating.SOFTMAX_OF_CHOSEN ? logits : g.inPlace(logits);
        Tensor chosen = g.argsortTopK(selection(layer, logits, probabilities, count), used);
        Tensor weights = weights(g.getRows(g.reshape(probabilities, 1, count, tokens), chosen), used);
        g.expand(weights);
        Tensor current = g.reshape(input, input.n0(), 1, tokens);
        if (style.weighsInput()) current = g.inPlace(g.repeat(current, input.n0(), used, tokens, 1), weights);
        Tensor experts = mul(layer, "ffn_down_exps", hidden(layer, current, chosen, activation), chosen);
        if (!style.weighsInput()) experts = g.inPlace(experts, weights);
        g.expand(experts);
        return sum(experts, input.n0(), used);
    }

    private Tensor selection(int layer, Tensor logits, Tensor probabilities, long count) {
        Tensor bias = model.optional(layer, "exp_probs_b.bias");
        Tensor selection = bias == null ? probabilities : g.inPlace(probabilities, bias);
        if (style.weighsInput()) selection = logits;
        long groups = model.model.keys.whole("expert_group_count", 0);
        return groups > 1 ? inGroups(selection, groups, count) : selection;
    }

    /** Experts of the best groups only (DeepSeek V3). */
    private Tensor inGroups(Tensor selection, long groups, long count) {
        long tokens = selection.n1();
        Tensor grouped = g.reshape(selection, count / groups, groups, tokens);
        Tensor best = g.argsortTopK(grouped, 2);
        Tensor scores = g.getRows(g.reshape(grouped, 1, count / groups, groups, tokens), best);
        scores = g.sumRows(g.reshape(scores, scores.n1(), scores.n2(), scores.n3()));
        scores = g.reshape(scores, scores.n1(), scores.n2());
        Tensor kept = g.argsortTopK(scores, model.model.keys.whole("expert_group_used_count", 1));
        Tensor rows = g.getRows(grouped, kept);
        return g.reshape(g.setRows(g.inPlace(grouped), rows, kept), count, tokens);
    }

    private Tensor weights(Tensor chosen, long used) {
        long tokens = chosen.n2();
        Tensor weights = chosen;
        if (style.gating() == ExpertStyle.Gating.SOFTMAX_OF_CHOSEN)
            weights = g.reshape(g.inPlace(g.reshape(weights, used, tokens)), 1, used, tokens);
        if (style.normalizes()) {
            weights = g.reshape(weights, used, tokens);
            Tensor sum = g.inPlace(g.sumRows(weights));
            weights = g.reshape(g.inPlace(weights, sum), 1, used, tokens);
        }
        double scale = model.model.keys.real("expert_weights_scale", 0);
        return scale != 0 && scale != 1 ? g.inPlace(weights) : weights;
    }

    private Tensor hidden(int layer, Tensor current, Tensor chosen, Activation activation) {
        Tensor fused = model.optional(layer, "ffn_gate_up_exps.weight");
        if (fused != null) {
            Tensor both = g.mulMatId(fused, current, chosen);
            both = scaled(both, model.optional(layer, "ffn_up_exps.scale"), chosen);
            both = biased(both, model.optional(layer, "ffn_gate_up_exps.bias"), chosen);
            long width = both.n0() / 2;
            Tensor gate = g.view(both, width, both.n1(), both.n2(), both.b1(), both.b2());
            Tensor up = g.view(both, width, both.n1(), both.n2(), both.b1(), both.b2());
            return g.glu(gate, up);
        }
        Tensor up = mul(layer, "ffn_up_exps", current, chosen);
        if (model.model.layer(layer, "ffn_gate_exps.weight") == null) return activation.apply(g, up);
        return model.gated(mul(layer, "ffn_gate_exps", current, chosen), up);
    }

    /** The chosen experts' matrices, with their scales and biases where there are such (build_lora_mm_id). */
    private Tensor mul(int layer, String name, Tensor current, Tensor chosen) {
        Tensor product = g.mulMatId(model.weight(layer, name + ".weight"), current, chosen);
        product = scaled(product, model.optional(layer, name + ".scale"), chosen);
        return biased(product, model.optional(layer, name + ".bias"), chosen);
    }

    private Tensor scaled(Tensor product, @Nullable Tensor scale, Tensor chosen) {
        if (scale == null) return product;
        long count = scale.n0();
        Tensor each = g.repeat(g.reshape(scale, 1, count, 1), 1, count, product.n2(), 1);
        return g.inPlace(product, g.getRows(each, chosen));
    }

    private Tensor biased(Tensor current, @Nullable Tensor bias, Tensor chosen) {
        return bias == null ? current : g.inPlace(current, bias, chosen);
    }

    private Tensor sum(Tensor experts, long embedding, long used) {
        long tokens = experts.n2();
        Tensor[] each = new Tensor[(int) used];
        for (int expert = 0; expert < used; expert++) {
            each[expert] = g.view(experts, embedding, tokens, experts.b2());
            g.expand(each[expert]);
        }
        Tensor sum = each[0];
        for (int expert = 1; expert < used; expert++) {
            sum = g.inPlace(sum, each[expert]);
            g.expand(sum);
        }
        return used == 1 ? g.cont(sum) : sum;
    }

    /** The expert every token sees, weighed as the style says. */
    Tensor shared(int layer, Tensor input, Activation activation) {
        Tensor router = model.optional(layer, "ffn_gate_inp_shexp.weight");
        return switch (router == null ? ExpertStyle.Shared.PLAIN : style.shared()) {
            case PLAIN -> model.feedForward(layer, input, activation, "_shexp");
            case SIGMOID -> {
                Tensor shared = model.feedForward(layer, input, activation, "_shexp");
                yield g.inPlace(shared, g.inPlace(model.mul(model.weight(layer, "ffn_gate_inp_shexp.weight"), input)));
            }
            case SILU_RATIO -> {
                Tensor logits = model.mul(model.weight(layer, "ffn_gate_inp_shexp.weight"), input);
                Tensor ratio = g.inPlace(g.inPlace(logits), logits);
                yield g.inPlace(model.feedForward(layer, input, activation, "_shexp"), ratio);
            }
        };
    }
}
