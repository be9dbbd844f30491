package dev.waggle.runtime.protocol;

/**
 * How the next token is chosen.
 *
 * @param temperature 0 = always the likeliest token (greedy), up to 10
 * @param topK only the K likeliest tokens, 0 = all
 * @param topP only the likeliest tokens that together have this probability, above 0, up to 1 = all
 * @param minP only tokens at least this fraction as likely as the likeliest, 0 = all, up to 1
 * @param penalties what makes repetition less likely
 * @param seed of the random choice: the same request with the same seed gives the same text on the same worker
 */
public record Sampling(double temperature, int topK, double topP, double minP, Penalties penalties, int seed) {
    public Sampling {
        Checks.within(0, 10, temperature, "temperature");
        Checks.atLeast(0, topK, "topK");
        Checks.within(Double.MIN_VALUE, 1, topP, "topP");
        Checks.within(0, 1, minP, "minP");
        Checks.atLeast(0, seed, "seed");
    }

    /** Always the likeliest token. */
    public static Sampling greedy() {
        return new Sampling(0, 0, 1, 0, Penalties.none(), 0);
    }
}
