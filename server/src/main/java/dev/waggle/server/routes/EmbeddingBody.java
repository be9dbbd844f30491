package dev.waggle.server.routes;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/embeddings}, as OpenAI's interface has it. */
record EmbeddingBody(
        String model,
        JsonNode input,
        @JsonProperty("encoding_format") @Nullable String encodingFormat,
        @Nullable String user) {
    /** As many texts as OpenAI's interface takes at once. */
    private static final int MOST_INPUTS = 2_048;

    /** The texts, in order. */
    List<String> inputs() {
        List<String> inputs = new ArrayList<>();
        if (input.isTextual()) inputs.add(input.textValue());
        for (JsonNode each : input) {
            if (!each.isTextual()) throw SamplingBody.bad("/input", "a text, or a list of texts");
            inputs.add(each.textValue());
        }
        if (inputs.isEmpty() || inputs.size() > MOST_INPUTS)
            throw SamplingBody.bad("/input", "1 to " + MOST_INPUTS + " texts");
        return inputs;
    }

    /** Whether the numbers are wanted as base64 of little-endian floats, as OpenAI's own client asks for. */
    boolean isBase64() {
        if (encodingFormat != null && !Set.of("float", "base64").contains(encodingFormat))
            throw SamplingBody.bad("/encoding_format", "float or base64, not '" + encodingFormat + "'");
        return "base64".equals(encodingFormat);
    }
}
