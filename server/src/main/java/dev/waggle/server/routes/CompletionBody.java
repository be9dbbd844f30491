package dev.waggle.server.routes;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.server.routes.ChatBody.StreamOptions;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/completions}, as OpenAI's interface has it: a text is continued as it is. Parameters that
 * have no effect here are refused by name.
 */
record CompletionBody(
        String model,
        JsonNode prompt,
        @Nullable Boolean stream,
        @JsonProperty("stream_options") @Nullable StreamOptions streamOptions,
        @JsonProperty("max_tokens") @Nullable Integer maxTokens,
        @Nullable Double temperature,
        @JsonProperty("top_p") @Nullable Double topP,
        @JsonProperty("top_k") @Nullable Integer topK,
        @JsonProperty("min_p") @Nullable Double minP,
        @JsonProperty("repeat_penalty") @Nullable Double repeatPenalty,
        @JsonProperty("presence_penalty") @Nullable Double presencePenalty,
        @JsonProperty("frequency_penalty") @Nullable Double frequencyPenalty,
        @Nullable Integer seed,
        @Nullable JsonNode stop,
        @Nullable String grammar,
        @JsonProperty("response_format") @Nullable JsonNode responseFormat,
        @Nullable Integer n,
        @JsonProperty("best_of") @Nullable Integer bestOf,
        @Nullable Boolean echo,
        @Nullable String user) {
    boolean isStreamed() {
        return Boolean.TRUE.equals(stream);
    }

    boolean wantsUsage() {
        return streamOptions != null && Boolean.TRUE.equals(streamOptions.includeUsage());
    }

    SamplingBody sampling() {
        if (n != null && n != 1) throw SamplingBody.bad("/n", "one answer at a time: leave n out, or 1");
        if (bestOf != null && bestOf != 1) throw SamplingBody.bad("/best_of", "one answer: leave best_of out, or 1");
        if (Boolean.TRUE.equals(echo)) throw SamplingBody.bad("/echo", "the prompt is not repeated: leave echo out");
        return new SamplingBody(
                maxTokens,
                temperature,
                topP,
                topK,
                minP,
                repeatPenalty,
                presencePenalty,
                frequencyPenalty,
                seed,
                stop,
                grammar,
                responseFormat);
    }

    Prompt.Text text() {
        JsonNode one = prompt.isArray() && prompt.size() == 1 ? prompt.get(0) : prompt;
        if (!one.isTextual()) throw SamplingBody.bad("/prompt", "one text");
        return new Prompt.Text(one.textValue());
    }
}
