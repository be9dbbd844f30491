package dev.waggle.runtime.llamaserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.guarded.CancelledException;
import dev.waggle.runtime.guarded.ForeignJson;
import dev.waggle.runtime.guarded.LocalHttp;
import dev.waggle.runtime.protocol.ChatMessage;
import dev.waggle.runtime.protocol.Prompt;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The text a chat becomes by the model's own template; a model without one is not guessed for, though the program would. */
final class ChatText {
    private static final String SYSTEM = "system";
    private static final List<String> TURNS = List.of("user", "assistant");

    private ChatText() {}

    static String of(Prompt.Chat chat, ServerProperties properties, LocalHttp http, BooleanSupplier cancelled)
            throws RefusedException, IOException, CancelledException {
        if (!properties.chatTemplate()) {
            throw new RefusedException(
                    "no-chat-template", "The model has no chat template: ask it to continue a text instead.", Map.of());
        }
        boolean instructed = chat.messages().get(0).role().equals(SYSTEM);
        List<ChatMessage> turns =
                chat.messages().subList(instructed ? 1 : 0, chat.messages().size());
        if (!turns.stream().allMatch(turn -> TURNS.contains(turn.role()))) {
            throw new RefusedException(
                    "unsupported-role",
                    "After one system message at the start, a chat holds user and assistant messages only.",
                    Map.of());
        }
        LocalHttp.Reply reply = http.post("/apply-template", body(chat), cancelled);
        if (reply.status() != 200) {
            throw new RefusedException(
                    "chat-template-failed", "The model's chat template does not take these messages.", Map.of());
        }
        return ForeignJson.text(reply.body(), "prompt");
    }

    private static ObjectNode body(Prompt.Chat chat) {
        ObjectNode body = ForeignJson.object();
        ArrayNode messages = body.putArray("messages");
        chat.messages()
                .forEach(message ->
                        messages.addObject().put("role", message.role()).put("content", message.content()));
        return body;
    }
}
