package dev.waggle.rules.fit.llama;

import dev.waggle.models.HyperParameters;

/**
 * How a mixture of experts is chosen and weighed (build_moe_ffn).
 *
 * @param gating from the router's logits to weights
 * @param normalizes whether the weights of the chosen are made to sum to 1
 * @param weighsInput whether experts' inputs are weighed rather than their results (llama4)
 * @param shared how experts that see every token are weighed
 */
public record ExpertStyle(Gating gating, boolean normalizes, boolean weighsInput, Shared shared) {
    /** LLAMA_EXPERT_GATING_FUNC_TYPE_SOFTMAX_WEIGHT. */
    private static final long SOFTMAX_OF_CHOSEN_NUMBER = 3;

    /** Softmax over all, the chosen normalized: mixtral, qwen3moe. */
    public static final ExpertStyle SOFTMAX = new ExpertStyle(Gating.SOFTMAX, true, false, Shared.PLAIN);

    /** What the file's keys say of gating and norm. */
    static ExpertStyle of(HyperParameters keys) {
        boolean ofChosen = keys.whole("expert_gating_func", 0) == SOFTMAX_OF_CHOSEN_NUMBER;
        ExpertStyle style = ofChosen ? SOFTMAX.gating(Gating.SOFTMAX_OF_CHOSEN) : SOFTMAX;
        return style.normalizes(keys.truth("expert_weights_norm", false));
    }

    /** From logits to weights. */
    public enum Gating {
        SOFTMAX,
        SIGMOID,
        /** Softmax over the chosen only. */
        SOFTMAX_OF_CHOSEN
    }

    /** How a shared expert's result is weighed. */
    public enum Shared {
        /** Not at all. */
        PLAIN,
        /** By the sigmoid of a router of its own. */
        SIGMOID,
        /** By a router of its own, silu divided by its input (qwen2moe). */
        SILU_RATIO
    }

    ExpertStyle normalizes(boolean to) {
        return new ExpertStyle(gating, to, weighsInput, shared);
    }

    ExpertStyle gating(Gating to) {
        return new ExpertStyle(to, normalizes, weighsInput, shared);
    }

    ExpertStyle shared(Shared to) {
        return new ExpertStyle(gating, normalizes, weighsInput, to);
    }
}
