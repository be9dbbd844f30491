package dev.waggle.runtime.llamaserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.grammar.JsonSchemaGrammar;
import dev.waggle.runtime.grammar.UnsupportedSchemaException;
import dev.waggle.runtime.guarded.ForeignJson;
import dev.waggle.runtime.protocol.Constraint;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.Penalties;
import dev.waggle.runtime.protocol.Sampling;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /completion}: every parameter that has a say is given, for what is left out comes from the
 * program's own defaults, or from the model's file.
 */
final class CompletionRequest {
    /** The order llama.cpp's own default has (common_params_sampling), without the samplers that are never asked for. */
    private static final List<String> SAMPLERS = List.of("penalties", "top_k", "top_p", "min_p", "temperature");

    /** What is wanted of the last event, which would otherwise repeat the prompt. */
    private static final List<String> LAST_FIELDS =
            List.of("stop", "stop_type", "content", "tokens_predicted", "tokens_evaluated");

    private CompletionRequest() {}

    static ObjectNode of(String prompt, GenerationRequest request) throws RefusedException {
        ObjectNode body = ForeignJson.object();
        body.put("prompt", prompt);
        body.put("stream", true);
        body.put("return_progress", true);
        body.put("cache_prompt", false);
        body.put("n_predict", request.maxTokens());
        texts(body.putArray("response_fields"), LAST_FIELDS);
        texts(body.putArray("stop"), request.stop());
        sampling(body, request.sampling());
        constraint(body, request.constraint());
        return body;
    }

    private static void sampling(ObjectNode body, Sampling sampling) {
        texts(body.putArray("samplers"), SAMPLERS);
        body.put("mirostat", 0);
        body.put("dynatemp_range", 0.0);
        body.put("temperature", sampling.temperature());
        body.put("top_k", sampling.topK());
        body.put("top_p", sampling.topP());
        body.put("min_p", sampling.minP());
        body.put("seed", sampling.seed());
        Penalties penalties = sampling.penalties();
        body.put("repeat_last_n", penalties.lastTokens());
        body.put("repeat_penalty", penalties.repeat());
        body.put("presence_penalty", penalties.presence());
        body.put("frequency_penalty", penalties.frequency());
    }

    /** A schema is made a grammar by us, as for every other engine: the program passes over keywords it does not know. */
    private static void constraint(ObjectNode body, @Nullable Constraint constraint) throws RefusedException {
        if (constraint instanceof Constraint.Grammar grammar) {
            body.put("grammar", grammar.gbnf());
        } else if (constraint instanceof Constraint.JsonSchema json) {
            try {
                body.put("grammar", JsonSchemaGrammar.of(json.schema()));
            } catch (UnsupportedSchemaException e) {
                throw new RefusedException("unsupported-schema", String.valueOf(e.getMessage()), Map.of());
            }
        }
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
