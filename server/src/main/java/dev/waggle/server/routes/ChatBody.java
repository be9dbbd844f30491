package dev.waggle.server.routes;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.runtime.protocol.ChatMessage;
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
        @Nullable Integer seed,
        @Nullable JsonNode stop,
        @Nullable Integer n,
        @Nullable String user) {
    private static final int DEFAULT_MAX_TOKENS = 512;

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

    /** The catalog's names of the parameters that are given. */
    Set<String> parameters() {
        Set<String> given = new TreeSet<>(Set.of("prompt"));
        if (maxTokens != null || maxCompletionTokens != null) given.add("maxTokens");
        if (temperature != null) given.add("temperature");
        if (topP != null) given.add("topP");
        if (topK != null) given.add("topK");
        if (minP != null) given.add("minP");
        if (seed != null) given.add("seed");
        if (stop != null && !stop.isNull()) given.add("stop");
        return given;
    }

    /** The same for a worker. The defaults are llama.cpp's own (common_params_sampling), OpenAI's temperature of 1 aside. */
    GenerationRequest request() {
        if (n != null && n != 1) throw bad("/n", "one answer at a time: leave n out, or 1");
        try {
            int most = maxCompletionTokens != null
                    ? maxCompletionTokens
                    : maxTokens != null ? maxTokens : DEFAULT_MAX_TOKENS;
            Sampling sampling = new Sampling(
                    temperature == null ? 0.8 : temperature,
                    topK == null ? 40 : topK,
                    topP == null ? 0.95 : topP,
                    minP == null ? 0.05 : minP,
                    Penalties.none(),
                    seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed);
            return GenerationRequest.free(new Prompt.Chat(chat()), most, sampling, stops());
        } catch (IllegalArgumentException e) {
            throw bad("", String.valueOf(e.getMessage()));
        }
    }

    private List<ChatMessage> chat() {
        List<ChatMessage> chat = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            chat.add(new ChatMessage(message.role(), text(message.content(), "/messages/" + i + "/content")));
        }
        return chat;
    }

    private static String text(JsonNode content, String pointer) {
        if (content.isTextual()) return content.textValue();
        StringBuilder text = new StringBuilder();
        if (!content.isArray()) throw bad(pointer, "text, or a list of parts of type text");
        for (JsonNode part : content) {
            if (!part.path("type").asText("").equals("text")
                    || !part.path("text").isTextual())
                throw bad(pointer, "only parts of type text can be read by this worker");
            text.append(part.path("text").textValue());
        }
        return text.toString();
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

    private static ProblemException bad(String pointer, String detail) {
        return Problem.ofBody(List.of(new Fault(pointer, detail))).exception();
    }
}
