package dev.waggle.runtime.llamacpp;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import org.jspecify.annotations.Nullable;

/**
 * The functions of {@code llama} that are used (include/llama.h; 0.4.0 and 0.5.0 agree on all of them), on 64-bit systems:
 * {@code size_t} is a long. A returned C bool is a byte, for the upper bytes of the register are not promised.
 */
interface LlamaApi extends Library {
    /** The end of the context was reached. */
    int DECODE_NO_SLOT = 1;

    /** The abort callback asked for it. */
    int DECODE_ABORTED = 2;

    String llama_version();

    void llama_log_set(Callbacks.Log log, @Nullable Pointer user);

    void llama_backend_init();

    ModelParams llama_model_default_params();

    ContextParams llama_context_default_params();

    SamplerChainParams llama_sampler_chain_default_params();

    @Nullable
    Pointer llama_model_load_from_file(String path, ModelParams params);

    void llama_model_free(Pointer model);

    @Nullable
    Pointer llama_init_from_model(Pointer model, ContextParams params);

    void llama_free(Pointer context);

    int llama_model_n_layer(Pointer model);

    int llama_model_n_layer_nextn(Pointer model);

    int llama_model_n_embd_out(Pointer model);

    byte llama_model_has_encoder(Pointer model);

    byte llama_model_has_decoder(Pointer model);

    byte llama_model_is_diffusion(Pointer model);

    int llama_model_meta_val_str(Pointer model, String key, byte[] buffer, long length);

    @Nullable
    String llama_model_chat_template(Pointer model, @Nullable String name);

    int llama_chat_apply_template(
            String template, ChatTurn[] turns, long count, boolean addAssistant, byte[] buffer, int length);

    int llama_n_ctx(Pointer context);

    int llama_n_batch(Pointer context);

    int llama_n_ubatch(Pointer context);

    @Nullable
    Pointer llama_get_memory(Pointer context);

    void llama_memory_clear(Pointer memory, boolean data);

    /** Returns before the work of a GPU is done. */
    int llama_decode(Pointer context, Batch batch);

    void llama_synchronize(Pointer context);

    void llama_set_abort_callback(Pointer context, Callbacks.@Nullable Abort abort, @Nullable Pointer user);

    @Nullable
    Pointer llama_get_logits_ith(Pointer context, int index);

    @Nullable
    Pointer llama_get_embeddings_seq(Pointer context, int sequence);

    Pointer llama_model_get_vocab(Pointer model);

    /** 0 = the model has no tokenizer: most functions below then end the process. */
    int llama_vocab_type(Pointer vocabulary);

    int llama_vocab_n_tokens(Pointer vocabulary);

    byte llama_vocab_is_eog(Pointer vocabulary, int token);

    @Nullable
    Pointer llama_vocab_get_suppress_tokens(Pointer vocabulary, IntByReference count);

    int llama_tokenize(
            Pointer vocabulary,
            byte[] text,
            int length,
            int[] tokens,
            int most,
            boolean addSpecial,
            boolean parseSpecial);

    int llama_token_to_piece(Pointer vocabulary, int token, byte[] buffer, int length, int leftStrip, boolean special);

    Pointer llama_sampler_chain_init(SamplerChainParams params);

    /** The chain then owns the sampler. */
    void llama_sampler_chain_add(Pointer chain, Pointer sampler);

    void llama_sampler_free(Pointer sampler);

    int llama_sampler_sample(Pointer sampler, Pointer context, int index);

    void llama_sampler_apply(Pointer sampler, Pointer candidates);

    void llama_sampler_accept(Pointer sampler, int token);

    Pointer llama_sampler_init_greedy();

    Pointer llama_sampler_init_dist(int seed);

    Pointer llama_sampler_init_temp(float temperature);

    Pointer llama_sampler_init_top_k(int k);

    Pointer llama_sampler_init_top_p(float p, long leastKept);

    Pointer llama_sampler_init_min_p(float p, long leastKept);

    Pointer llama_sampler_init_penalties(
            int vocabularySize, int lastTokens, float repeat, float frequency, float presence);

    Pointer llama_sampler_init_logit_bias(int vocabularySize, int count, Pointer biases);

    @Nullable
    Pointer llama_sampler_init_grammar(Pointer vocabulary, String grammar, String root);
}
