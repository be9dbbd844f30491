package dev.waggle.server.routes;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.runtime.protocol.ChatMessage;
import dev.waggle.runtime.protocol.Prompt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/chat/completions}, as OpenAI's interface has it. Parameters that have no effect here are
 * not among the components, so they are refused by name; those that only ask for the default are accepted.
 */
record ChatBody(
        String model,
        List<Message> messages,
        @Nullable Boolean stream,
        @JsonProperty("stream_options") @Nullable StreamOptions streamOptions,
        @JsonProperty("max_tokens") @Nullable Integer maxTokens,
        @JsonProperty("max_completion_tokens") @Nullable Integer maxCompletionTokens,
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
        @Nullable String user) {
    /** One message; the content is text, or a list of parts of type text. */
    record Message(String role, JsonNode content, @Nullable String name) {}

    /** Whether a last chunk tells the usage. */
    record StreamOptions(
            @JsonProperty("include_usage") @Nullable Boolean includeUsage) {}

    boolean isStreamed() {
        return Boolean.TRUE.equals(stream);
    }

    boolean wantsUsage() {
        return streamOptions != null && Boolean.TRUE.equals(streamOptions.includeUsage());
    }

    SamplingBody sampling() {
        if (n != null && n != 1) throw SamplingBody.bad("/n", "one answer at a time: leave n out, or 1");
        return new SamplingBody(
                maxCompletionTokens != null ? maxCompletionTokens : maxTokens,
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

    Prompt prompt() {
        List<ChatMessage> chat = new ArrayList<>();
        try {
            for (int i = 0; i < messages.size(); i++) {
                Message message = messages.get(i);
                chat.add(new ChatMessage(message.role(), text(message.content(), "/messages/" + i + "/content")));
            }
            return new Prompt.Chat(chat);
        } catch (IllegalArgumentException e) {
            throw SamplingBody.bad("/messages", String.valueOf(e.getMessage()));
        }
    }

    private static String text(JsonNode content, String pointer) {
        if (content.isTextual()) return content.textValue();
        StringBuilder text = new StringBuilder();
        if (!content.isArray()) throw SamplingBody.bad(pointer, "text, or a list of parts of type text");
        for (JsonNode part : content) {
            if (!part.path("type").asText("").equals("text")
                    || !part.path("text").isTextual())
                throw SamplingBody.bad(pointer, "only parts of type text can be read by this worker");
            text.append(part.path("text").textValue());
        }
        return text.toString();
    }
}
