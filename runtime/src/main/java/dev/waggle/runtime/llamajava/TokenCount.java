package dev.waggle.runtime.llamajava;

import de.kherud.llama.LlamaModel;

/**
 * Counts generated tokens by the pieces the library hands out.
 *
 * <p>A piece is one token, except where one character takes several: the library holds those back until the character is
 * complete. Such a piece counts as many tokens as the tokenizer makes of it.
 */
final class TokenCount {
    private static final String BEFORE = "a";

    private final LlamaModel model;
    private int tokens;

    TokenCount(LlamaModel model) {
        this.model = model;
    }

    /** Takes the next piece and returns the tokens so far. */
    int add(String piece) {
        tokens += piece.chars().allMatch(c -> c < 0x80) ? 1 : Math.max(1, tokensOf(piece));
        return tokens;
    }

    private int tokensOf(String piece) {
        return model.encode(BEFORE + piece).length - model.encode(BEFORE).length;
    }
}
