package dev.waggle.runtime.protocol;

/**
 * What makes tokens of the last part of the text less likely, as llama.cpp computes it.
 *
 * @param lastTokens how many of the last tokens count, prompt and answer; 0 = no penalty at all
 * @param repeat divides the weight of a token that occurs, above 0 to 10, 1 = none
 * @param presence taken off the weight of a token that occurs, -2 to 2, 0 = none
 * @param frequency taken off the weight of a token as often as it occurs, -2 to 2, 0 = none
 */
public record Penalties(int lastTokens, double repeat, double presence, double frequency) {
    /** llama.cpp's own default (common_params_sampling.penalty_last_n). */
    public static final int LAST_TOKENS = 64;

    public Penalties {
        Checks.atLeast(0, lastTokens, "lastTokens");
        Checks.within(Double.MIN_VALUE, 10, repeat, "repeat");
        Checks.within(-2, 2, presence, "presence");
        Checks.within(-2, 2, frequency, "frequency");
    }

    /** No penalty. */
    public static Penalties none() {
        return new Penalties(LAST_TOKENS, 1, 0, 0);
    }

    /** Whether it changes nothing. */
    public boolean areNone() {
        return lastTokens == 0 || (repeat == 1 && presence == 0 && frequency == 0);
    }
}
