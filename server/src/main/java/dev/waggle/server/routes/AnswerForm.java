package dev.waggle.server.routes;

import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one answer looks like: a chat's or a text's, whole or in chunks. */
record AnswerForm(boolean chat, String id, String model, long createdSeconds) {
    static AnswerForm ofChat(String model) {
        return new AnswerForm(true, "chatcmpl-" + UUID.randomUUID(), model, System.currentTimeMillis() / 1000);
    }

    static AnswerForm ofText(String model) {
        return new AnswerForm(false, "cmpl-" + UUID.randomUUID(), model, System.currentTimeMillis() / 1000);
    }

    Map<String, Object> whole(String text, FinishReason reason, Usage usage) {
        Map<String, @Nullable Object> choice = choice(reason);
        if (chat) choice.put("message", Map.of("role", "assistant", "content", text));
        else choice.put("text", text);
        Map<String, Object> frame = frame(chat ? "chat.completion" : "text_completion", List.of(choice));
        frame.put("usage", OpenAi.usage(usage));
        return frame;
    }

    /** What is sent before the first piece; null for none. */
    @Nullable
    Map<String, Object> opening() {
        return chat ? chunk(Map.of("role", "assistant", "content", ""), null) : null;
    }

    Map<String, Object> piece(String text) {
        if (chat) return chunk(Map.of("content", text), null);
        Map<String, @Nullable Object> choice = choice(null);
        choice.put("text", text);
        return frame("text_completion", List.of(choice));
    }

    Map<String, Object> ending(FinishReason reason) {
        if (chat) return chunk(Map.of(), reason);
        Map<String, @Nullable Object> choice = choice(reason);
        choice.put("text", "");
        return frame("text_completion", List.of(choice));
    }

    Map<String, Object> usage(Usage usage) {
        Map<String, Object> frame = frame(chat ? "chat.completion.chunk" : "text_completion", List.of());
        frame.put("usage", OpenAi.usage(usage));
        return frame;
    }

    private Map<String, Object> chunk(Map<String, String> delta, @Nullable FinishReason reason) {
        Map<String, @Nullable Object> choice = choice(reason);
        choice.put("delta", delta);
        return frame("chat.completion.chunk", List.of(choice));
    }

    private static Map<String, @Nullable Object> choice(@Nullable FinishReason reason) {
        Map<String, @Nullable Object> choice = new LinkedHashMap<>();
        choice.put("index", 0);
        choice.put("finish_reason", reason == null ? null : OpenAi.reason(reason));
        return choice;
    }

    private Map<String, Object> frame(String object, List<?> choices) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("id", id);
        frame.put("object", object);
        frame.put("created", createdSeconds);
        frame.put("model", model);
        frame.put("choices", choices);
        return frame;
    }
}
