package dev.waggle.runtime.llamajava;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.Pair;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.protocol.ChatMessage;
import dev.waggle.runtime.protocol.Prompt;
import java.util.List;
import java.util.Map;

/** The model's own chat template; a model without one is not guessed for, though the library would. */
final class ChatTemplate {
    private static final String SYSTEM = "system";
    private static final List<String> TURNS = List.of("user", "assistant");

    private final LlamaModel model;
    private final boolean present;

    ChatTemplate(LlamaModel model, boolean present) {
        this.model = model;
        this.present = present;
    }

    /** The prompt a chat becomes. */
    String apply(Prompt.Chat chat) throws RefusedException {
        if (!present) {
            throw new RefusedException(
                    "no-chat-template", "The model has no chat template: ask it to continue a text instead.", Map.of());
        }
        boolean instructed = chat.messages().get(0).role().equals(SYSTEM);
        String system = instructed ? chat.messages().get(0).content() : "";
        List<ChatMessage> turns =
                chat.messages().subList(instructed ? 1 : 0, chat.messages().size());
        if (!turns.stream().allMatch(turn -> TURNS.contains(turn.role()))) {
            throw new RefusedException(
                    "unsupported-role",
                    "After one system message at the start, a chat holds user and assistant messages only.",
                    Map.of());
        }
        List<Pair<String, String>> pairs = turns.stream()
                .map(turn -> new Pair<>(turn.role(), turn.content()))
                .toList();
        try {
            return model.applyTemplate(new InferenceParameters("").setMessages(system, pairs));
        } catch (RuntimeException e) {
            throw new RefusedException(
                    "chat-template-failed", "The model's chat template does not take these messages.", Map.of());
        }
    }
}
