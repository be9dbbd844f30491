package dev.waggle.runtime.protocol;

/**
 * One message of a chat.
 *
 * @param role {@code system}, {@code user} or {@code assistant}; an engine refuses what its template can't place
 * @param content the text
 */
public record ChatMessage(String role, String content) {
    public ChatMessage {
        if (!role.matches("[a-z]{1,16}")) {
            throw new IllegalArgumentException("a role is a lower-case word");
        }
    }

    /** Names the role only: a prompt never reaches a log. */
    @Override
    public String toString() {
        return "ChatMessage[" + role + "]";
    }
}
