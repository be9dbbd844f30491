package dev.waggle.runtime.llamacpp;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.protocol.ChatMessage;
import dev.waggle.runtime.protocol.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model's own chat template, as far as the library knows it by its words: it runs no template, but recognises some forty
 * and writes what they would (src/llama-chat.cpp). None is guessed.
 */
final class ChatTemplate {
    private static final String SYSTEM = "system";
    private static final List<String> TURNS = List.of("user", "assistant");

    private final LlamaApi api;
    private final @Nullable String template;

    ChatTemplate(LlamaApi api, Pointer model) {
        this.api = api;
        this.template = api.llama_model_chat_template(model, null);
    }

    /** The prompt a chat becomes. */
    String apply(Prompt.Chat chat) throws RefusedException {
        String known = template;
        if (known == null) {
            throw new RefusedException(
                    "no-chat-template", "The model has no chat template: ask it to continue a text instead.", Map.of());
        }
        checkRoles(chat.messages());
        if (chat.messages().stream().anyMatch(message -> message.content().indexOf('\0') >= 0)) {
            throw failed("A message holds the character U+0000, which no template takes.");
        }
        ChatTurn[] turns = turns(chat.messages());
        int most = chat.messages().stream()
                        .mapToInt(message -> message.content().length())
                        .sum()
                + 1024;
        byte[] text = new byte[most];
        int length = api.llama_chat_apply_template(known, turns, turns.length, true, text, text.length);
        if (length > text.length) {
            text = new byte[length + 1];
            length = api.llama_chat_apply_template(known, turns, turns.length, true, text, text.length);
        }
        if (length < 0) {
            throw failed(
                    "The library does not recognise the model's chat template: ask it to continue a text instead.");
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private static void checkRoles(List<ChatMessage> messages) throws RefusedException {
        boolean instructed = messages.get(0).role().equals(SYSTEM);
        if (!messages.subList(instructed ? 1 : 0, messages.size()).stream()
                .allMatch(turn -> TURNS.contains(turn.role()))) {
            throw new RefusedException(
                    "unsupported-role",
                    "After one system message at the start, a chat holds user and assistant messages only.",
                    Map.of());
        }
    }

    /** Structures one after the other in one piece of memory. */
    private static ChatTurn[] turns(List<ChatMessage> messages) {
        Structure[] turns = new ChatTurn().toArray(messages.size());
        ChatTurn[] written = new ChatTurn[turns.length];
        for (int i = 0; i < turns.length; i++) {
            written[i] = (ChatTurn) turns[i];
            written[i].role = messages.get(i).role();
            written[i].content = messages.get(i).content();
        }
        return written;
    }

    private static RefusedException failed(String why) {
        return new RefusedException("chat-template-failed", why, Map.of());
    }
}
