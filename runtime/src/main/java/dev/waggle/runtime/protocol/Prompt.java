package dev.waggle.runtime.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a model is asked: a text to continue, or a chat that the model's own template turns into one. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Prompt.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Prompt.Chat.class, name = "chat")
})
public sealed interface Prompt {
    /**
     * A text to continue.
     *
     * @param text the text as it is; no template is applied
     */
    record Text(String text) implements Prompt {
        /** Says nothing of the text: a prompt never reaches a log. */
        @Override
        public String toString() {
            return "Text[]";
        }
    }

    /**
     * A chat.
     *
     * @param messages in order, at least one
     */
    record Chat(List<ChatMessage> messages) implements Prompt {
        public Chat {
            messages = List.copyOf(messages);
            if (messages.isEmpty()) {
                throw new IllegalArgumentException("a chat has at least one message");
            }
        }
    }
}
