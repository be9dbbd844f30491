package dev.waggle.server.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.runtime.protocol.Constraint;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.Penalties;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Sampling;
import dev.waggle.server.http.Problem;
import dev.waggle.server.http.Problem.Fault;
import dev.waggle.server.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What chat and text completions have in common. The defaults are llama.cpp's own (common_params_sampling), OpenAI's
 * temperature of 1 aside. {@code repeat_penalty} and {@code grammar} are llama-server's names.
 */
record SamplingBody(
        @Nullable Integer maxTokens,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Double minP,
        @Nullable Double repeatPenalty,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        @Nullable Integer seed,
        @Nullable JsonNode stop,
        @Nullable String grammar,
        @Nullable JsonNode responseFormat) {
    private static final int DEFAULT_MAX_TOKENS = 512;

    /** The catalog's names of the parameters that are given. */
    Set<String> parameters() {
        Set<String> given = new TreeSet<>(Set.of("prompt"));
        add(given, "maxTokens", maxTokens);
        add(given, "temperature", temperature);
        add(given, "topP", topP);
        add(given, "topK", topK);
        add(given, "minP", minP);
        add(given, "repeatPenalty", repeatPenalty);
        add(given, "presencePenalty", presencePenalty);
        add(given, "frequencyPenalty", frequencyPenalty);
        add(given, "seed", seed);
        add(given, "stop", stop == null || stop.isNull() ? null : stop);
        Constraint constraint = constraint();
        if (constraint instanceof Constraint.Grammar) given.add("grammar");
        if (constraint instanceof Constraint.JsonSchema) given.add("jsonSchema");
        return given;
    }

    private static void add(Set<String> given, String name, @Nullable Object value) {
        if (value != null) given.add(name);
    }

    /** The same for a worker. */
    GenerationRequest request(Prompt prompt) {
        try {
            Sampling sampling = new Sampling(
                    temperature == null ? 0.8 : temperature,
                    topK == null ? 40 : topK,
                    topP == null ? 0.95 : topP,
                    minP == null ? 0.05 : minP,
                    new Penalties(
                            Penalties.LAST_TOKENS,
                            repeatPenalty == null ? 1 : repeatPenalty,
                            presencePenalty == null ? 0 : presencePenalty,
                            frequencyPenalty == null ? 0 : frequencyPenalty),
                    seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed);
            return new GenerationRequest(
                    prompt, maxTokens == null ? DEFAULT_MAX_TOKENS : maxTokens, sampling, stops(), constraint());
        } catch (IllegalArgumentException e) {
            throw bad("", String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Constraint constraint() {
        Constraint format = format();
        if (grammar == null) return format;
        if (format != null) throw bad("/grammar", "either a grammar or a response_format, not both");
        return new Constraint.Grammar(grammar);
    }

    private @Nullable Constraint format() {
        if (responseFormat == null || responseFormat.isNull()) return null;
        String type = responseFormat.path("type").asText("");
        if (type.equals("text")) return null;
        if (type.equals("json_object")) return new Constraint.JsonSchema("{\"type\":\"object\"}");
        JsonNode schema = responseFormat.path("json_schema").path("schema");
        if (!type.equals("json_schema"))
            throw bad("/response_format/type", "text, json_object or json_schema, not '" + type + "'");
        if (!schema.isObject()) throw bad("/response_format/json_schema/schema", "a JSON Schema, as an object");
        return new Constraint.JsonSchema(schema.toString());
    }

    private List<String> stops() {
        List<String> stops = new ArrayList<>();
        if (stop == null || stop.isNull()) return stops;
        if (stop.isTextual()) return List.of(stop.textValue());
        if (!stop.isArray()) throw bad("/stop", "a text, or a list of texts");
        for (JsonNode each : stop) {
            if (!each.isTextual()) throw bad("/stop", "a text, or a list of texts");
            stops.add(each.textValue());
        }
        return stops;
    }

    static ProblemException bad(String pointer, String detail) {
        return Problem.ofBody(List.of(new Fault(pointer, detail))).exception();
    }
}
