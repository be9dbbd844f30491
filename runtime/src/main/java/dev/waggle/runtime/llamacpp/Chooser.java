package dev.waggle.runtime.llamacpp;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.Penalties;
import dev.waggle.runtime.protocol.Sampling;
import org.jspecify.annotations.Nullable;

/** Chooses the next token of one answer, with llama.cpp's own samplers in llama.cpp's order (common/sampling.cpp). */
final class Chooser implements AutoCloseable {
    private static final int LAST = -1;

    private final LlamaApi api;
    private final Pointer context;
    private final Pointer chain;
    private final @Nullable GrammarChooser grammar;

    private Chooser(LlamaApi api, Pointer context, Pointer chain, @Nullable GrammarChooser grammar) {
        this.api = api;
        this.context = context;
        this.chain = chain;
        this.grammar = grammar;
    }

    /**
     * A chooser for a request.
     *
     * @param prompt the tokens before the answer: they count for the penalties, not for the grammar
     * @throws RefusedException when the constraint can't be had
     */
    static Chooser of(OpenModel model, Vocabulary vocabulary, GenerationRequest request, int[] prompt)
            throws RefusedException {
        LlamaApi api = model.llama().api();
        Pointer grammar = request.constraint() == null
                ? null
                : new GrammarParser(model.llama(), vocabulary).parse(request.constraint());
        Pointer chain = chain(api, vocabulary, request.sampling());
        Penalties penalties = request.sampling().penalties();
        for (int i = Math.max(0, prompt.length - penalties.lastTokens());
                i < prompt.length && !penalties.areNone();
                i++) {
            api.llama_sampler_accept(chain, prompt[i]);
        }
        return new Chooser(
                api,
                model.context(),
                chain,
                grammar == null ? null : new GrammarChooser(api, model.context(), chain, grammar, vocabulary.size()));
    }

    /** The next token. */
    int choose() throws RefusedException {
        return grammar == null ? api.llama_sampler_sample(chain, context, LAST) : grammar.choose();
    }

    @Override
    public void close() {
        api.llama_sampler_free(chain);
        if (grammar != null) {
            grammar.close();
        }
    }

    private static Pointer chain(LlamaApi api, Vocabulary vocabulary, Sampling sampling) {
        Pointer chain = api.llama_sampler_chain_init(api.llama_sampler_chain_default_params());
        suppress(api, chain, vocabulary);
        Penalties penalties = sampling.penalties();
        if (!penalties.areNone()) {
            api.llama_sampler_chain_add(
                    chain,
                    api.llama_sampler_init_penalties(
                            vocabulary.size(),
                            penalties.lastTokens(),
                            (float) penalties.repeat(),
                            (float) penalties.frequency(),
                            (float) penalties.presence()));
        }
        if (sampling.temperature() == 0) {
            api.llama_sampler_chain_add(chain, api.llama_sampler_init_greedy());
            return chain;
        }
        if (sampling.topK() > 0) {
            api.llama_sampler_chain_add(chain, api.llama_sampler_init_top_k(sampling.topK()));
        }
        if (sampling.topP() < 1) {
            api.llama_sampler_chain_add(chain, api.llama_sampler_init_top_p((float) sampling.topP(), 0));
        }
        if (sampling.minP() > 0) {
            api.llama_sampler_chain_add(chain, api.llama_sampler_init_min_p((float) sampling.minP(), 0));
        }
        api.llama_sampler_chain_add(chain, api.llama_sampler_init_temp((float) sampling.temperature()));
        api.llama_sampler_chain_add(chain, api.llama_sampler_init_dist(sampling.seed()));
        return chain;
    }

    private static void suppress(LlamaApi api, Pointer chain, Vocabulary vocabulary) {
        int[] suppressed = vocabulary.suppressed();
        if (suppressed.length == 0) {
            return;
        }
        Memory biases = new Memory(8L * suppressed.length);
        for (int i = 0; i < suppressed.length; i++) {
            biases.setInt(8L * i, suppressed[i]);
            biases.setFloat(8L * i + 4, Float.NEGATIVE_INFINITY);
        }
        api.llama_sampler_chain_add(
                chain, api.llama_sampler_init_logit_bias(vocabulary.size(), suppressed.length, biases));
    }
}
