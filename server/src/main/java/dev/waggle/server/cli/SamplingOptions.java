package dev.waggle.server.cli;

import dev.waggle.runtime.protocol.Constraint;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.Penalties;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How an answer is sampled. The defaults are llama.cpp's own (common.h, common_params_sampling). */
final class SamplingOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

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

    @Option(
            names = "--repeat-penalty",
            paramLabel = "R",
            description =
                    "Divides the weight of tokens among the last 64; above 1 makes repetition rarer (default: 1).")
    private @Nullable Double repeatPenalty;

    @Option(
            names = "--presence-penalty",
            paramLabel = "P",
            description = "Taken off the weight of tokens that occur, -2 to 2 (default: 0).")
    private @Nullable Double presencePenalty;

    @Option(
            names = "--frequency-penalty",
            paramLabel = "P",
            description = "Taken off the weight of tokens as often as they occur, -2 to 2 (default: 0).")
    private @Nullable Double frequencyPenalty;

    @Option(names = "--grammar", paramLabel = "FILE", description = "A GBNF grammar that the answer keeps to.")
    private @Nullable Path grammar;

    @Option(names = "--json-schema", paramLabel = "FILE", description = "A JSON Schema that the answer keeps to.")
    private @Nullable Path jsonSchema;

    Sampling sampling(int otherwiseSeed) {
        try {
            return new Sampling(
                    temperature,
                    topK,
                    topP,
                    minP,
                    new Penalties(
                            Penalties.LAST_TOKENS,
                            repeatPenalty == null ? 1 : repeatPenalty,
                            presencePenalty == null ? 0 : presencePenalty,
                            frequencyPenalty == null ? 0 : frequencyPenalty),
                    seed == null ? otherwiseSeed : seed);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    GenerationRequest request(Prompt prompt, int otherwiseSeed) {
        Sampling chosen = sampling(otherwiseSeed);
        try {
            return new GenerationRequest(prompt, maxTokens, chosen, stop, constraint());
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Constraint constraint() {
        if (grammar != null && jsonSchema != null) throw usage("either --grammar or --json-schema, not both");
        if (grammar != null) return new Constraint.Grammar(text(grammar));
        return jsonSchema == null ? null : new Constraint.JsonSchema(text(jsonSchema));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.BAD_INPUT, file + " can't be read as UTF-8 text: " + e.getMessage());
        }
    }

    /** The catalog's names of the parameters that are given and change an answer. */
    Set<String> parameters() {
        Set<String> given = new TreeSet<>(Set.of("prompt", "maxTokens", "temperature", "topP", "topK", "minP"));
        if (seed != null) given.add("seed");
        if (!stop.isEmpty()) given.add("stop");
        if (repeatPenalty != null) given.add("repeatPenalty");
        if (presencePenalty != null) given.add("presencePenalty");
        if (frequencyPenalty != null) given.add("frequencyPenalty");
        if (grammar != null) given.add("grammar");
        if (jsonSchema != null) given.add("jsonSchema");
        return given;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
