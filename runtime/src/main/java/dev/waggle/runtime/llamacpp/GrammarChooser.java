package dev.waggle.runtime.llamacpp;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.waggle.runtime.child.RefusedException;
import java.util.Map;

/**
 * Chooses tokens that a grammar allows. As llama.cpp does: a token is chosen freely, and only where the grammar forbids it is
 * the grammar asked about all tokens and the choice made again, for asking about all is slow.
 */
final class GrammarChooser implements AutoCloseable {
    /** {@code llama_token_data}: the token, its logit, its probability. */
    private static final int CANDIDATE_BYTES = 12;

    private static final int LOGIT = 4;

    /** {@code llama_token_data_array}: address, count, the chosen one's place, whether sorted. */
    private static final int LIST_BYTES = 32;

    private static final int COUNT = 8;
    private static final int CHOSEN = 16;
    private static final int SORTED = 24;

    private final LlamaApi api;
    private final Pointer context;
    private final Pointer chain;
    private final Pointer grammar;
    private final int size;
    private final float[] logits;
    private final int[] candidates;
    private final Memory all;
    private final Memory one = new Memory(CANDIDATE_BYTES);
    private final Memory list = new Memory(LIST_BYTES);

    GrammarChooser(LlamaApi api, Pointer context, Pointer chain, Pointer grammar, int size) {
        this.api = api;
        this.context = context;
        this.chain = chain;
        this.grammar = grammar;
        this.size = size;
        this.logits = new float[size];
        this.candidates = new int[size * 3];
        this.all = new Memory((long) CANDIDATE_BYTES * size);
    }

    int choose() throws RefusedException {
        Pointer given = api.llama_get_logits_ith(context, -1);
        if (given == null) {
            throw new RefusedException("engine-error", "The engine gave no output for the last token.", Map.of());
        }
        given.read(0, logits, 0, size);
        fill();
        api.llama_sampler_apply(chain, list);
        int token = chosen();
        if (!allows(token)) {
            fill();
            api.llama_sampler_apply(grammar, list);
            api.llama_sampler_apply(chain, list);
            token = chosen();
            if (!allows(token)) {
                throw new RefusedException(
                        "engine-error", "None of the model's tokens continues the answer as it must look.", Map.of());
            }
        }
        api.llama_sampler_accept(grammar, token);
        api.llama_sampler_accept(chain, token);
        return token;
    }

    @Override
    public void close() {
        api.llama_sampler_free(grammar);
    }

    private void fill() {
        for (int token = 0; token < size; token++) {
            candidates[3 * token] = token;
            candidates[3 * token + 1] = Float.floatToRawIntBits(logits[token]);
        }
        all.write(0, candidates, 0, candidates.length);
        list(all, size);
    }

    private void list(Memory data, int count) {
        list.setPointer(0, data);
        list.setLong(COUNT, count);
        list.setLong(CHOSEN, -1);
        list.setLong(SORTED, 0);
    }

    private int chosen() {
        long place = list.getLong(CHOSEN);
        return place < 0 ? -1 : list.getPointer(0).getInt(place * CANDIDATE_BYTES);
    }

    private boolean allows(int token) {
        if (token < 0) {
            return false;
        }
        one.setInt(0, token);
        one.setFloat(LOGIT, 1);
        one.setFloat(LOGIT + 4, 0);
        list(one, 1);
        api.llama_sampler_apply(grammar, list);
        return list.getPointer(0).getFloat(LOGIT) != Float.NEGATIVE_INFINITY;
    }
}
