package dev.waggle.runtime.llamacpp;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A model's tokens: texts to tokens, and tokens to the bytes they stand for. */
final class Vocabulary {
    /** What a token stands for. */
    static final class Piece {
        private final byte[] bytes;
        private final boolean ends;

        private Piece(byte[] bytes, boolean ends) {
            this.bytes = bytes;
            this.ends = ends;
        }

        /** A part of a text in UTF-8, which may begin or end inside a character; empty for a control token. */
        byte[] bytes() {
            return bytes;
        }

        /** Whether the model ends its answer with it. */
        boolean ends() {
            return ends;
        }
    }

    private static final int COMMON_BYTES = 128;

    private final LlamaApi api;
    private final Pointer handle;
    private final int size;
    private final @Nullable Piece[] pieces;

    Vocabulary(LlamaApi api, Pointer model) {
        this.api = api;
        this.handle = api.llama_model_get_vocab(model);
        this.size = api.llama_vocab_n_tokens(handle);
        this.pieces = new Piece[size];
    }

    Pointer handle() {
        return handle;
    }

    int size() {
        return size;
    }

    /** The tokens of a text, with those the model wants around it; names of control tokens become these. */
    int[] tokenize(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[bytes.length / 2 + 16];
        int count = api.llama_tokenize(handle, bytes, bytes.length, tokens, tokens.length, true, true);
        if (count < 0) {
            tokens = new int[-count];
            count = api.llama_tokenize(handle, bytes, bytes.length, tokens, tokens.length, true, true);
        }
        return Arrays.copyOf(tokens, count);
    }

    /** What a token stands for; asked of the library once. */
    Piece piece(int token) {
        Piece known = pieces[token];
        if (known == null) {
            known = new Piece(bytes(token), api.llama_vocab_is_eog(handle, token) != 0);
            pieces[token] = known;
        }
        return known;
    }

    /** Tokens the model's file says must never be chosen. */
    int[] suppressed() {
        IntByReference count = new IntByReference();
        Pointer tokens = api.llama_vocab_get_suppress_tokens(handle, count);
        return tokens == null || count.getValue() == 0 ? new int[0] : tokens.getIntArray(0, count.getValue());
    }

    private byte[] bytes(int token) {
        byte[] buffer = new byte[COMMON_BYTES];
        int length = api.llama_token_to_piece(handle, token, buffer, buffer.length, 0, false);
        if (length < 0) {
            buffer = new byte[-length];
            length = api.llama_token_to_piece(handle, token, buffer, buffer.length, 0, false);
        }
        return Arrays.copyOf(buffer, Math.max(0, length));
    }
}
