package dev.waggle.runtime.llamacpp;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The keys of a model's file, as the library holds them. */
final class Metadata {
    private static final int MOST_BYTES = 256;

    private Metadata() {}

    /** The value of a key as a text; empty where the file has no such key. */
    static Optional<String> text(LlamaApi api, Pointer model, String key) {
        byte[] buffer = new byte[MOST_BYTES];
        int length = api.llama_model_meta_val_str(model, key, buffer, buffer.length);
        return length < 0
                ? Optional.empty()
                : Optional.of(new String(buffer, 0, Math.min(length, MOST_BYTES - 1), StandardCharsets.UTF_8));
    }
}
