package dev.waggle.runtime.llamacpp;

import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** {@code llama_chat_message}. */
@FieldOrder({"role", "content"})
public final class ChatTurn extends Structure {
    public String role = "";
    public String content = "";

    /** One turn, still empty. The encoding is not taken over from the library's options. */
    public ChatTurn() {
        setStringEncoding("UTF-8");
    }
}
