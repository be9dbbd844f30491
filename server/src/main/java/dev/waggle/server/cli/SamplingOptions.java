package dev.waggle.server.cli;

import dev.waggle.runtime.protocol.Penalties;
import dev.waggle.runtime.protocol.Sampling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an answer is sampled. The defaults are llama.cpp's own (common.h, common_params_sampling). */
final class SamplingOptions {
    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "512",
            description = "Most tokens to generate (default: 512).")
    private int maxTokens = 512;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.8",
            description = "0 takes the likeliest token always (default: 0.8).")
    private double temperature = 0.8;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "40",
            description = "Choose among the K likeliest tokens; 0 = all (default: 40).")
    private int topK = 40;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "0.95",
            description = "Choose among the likeliest tokens of together P (default: 0.95).")
    private double topP = 0.95;

    @Option(
            names = "--min-p",
            paramLabel = "P",
            defaultValue = "0.05",
            description = "Leave out tokens less than P times as likely as the likeliest (default: 0.05).")
    private double minP = 0.05;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Makes the choice repeatable (default: another one each time).")
    private @Nullable Integer seed;

    @Option(names = "--stop", paramLabel = "TEXT", description = "Ends the answer; may be given up to 16 times.")
    private List<String> stop = new ArrayList<>();

    int maxTokens() {
        return maxTokens;
    }

    List<String> stop() {
        return stop;
    }

    Sampling sampling(int otherwiseSeed) {
        return new Sampling(temperature, topK, topP, minP, Penalties.none(), seed == null ? otherwiseSeed : seed);
    }
}
