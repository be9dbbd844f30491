package dev.waggle.runtime.llamacpp;

import dev.waggle.runtime.child.Answer;
import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.child.LoadedModel;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.child.StopTexts;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.MemoryUse;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.protocol.Sampling;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model. Nothing is kept from one answer to the next, for the same request must give the same text, and how a prompt is
 * cut into steps changes the last digits of what the model computes.
 */
final class LlamaCppModel implements LoadedModel {
    private static final String WARM_UP_TEXT = "a";
    private static final int WARM_UP_TOKENS = 2;

    private final OpenModel model;
    private final Vocabulary vocabulary;
    private final ChatTemplate template;
    private final Decoder decoder;
    private final @Nullable Embedder embedder;
    private final int contextTokens;

    private LlamaCppModel(OpenModel model, boolean embeds) {
        LlamaApi api = model.llama().api();
        this.model = model;
        this.contextTokens = api.llama_n_ctx(model.context());
        this.vocabulary = new Vocabulary(api, model.model());
        this.template = new ChatTemplate(api, model.model());
        this.decoder = new Decoder(api, model.context(), model.devices().size());
        this.embedder = embeds ? new Embedder(model, vocabulary, decoder) : null;
    }

    /**
     * A model ready for what it was loaded for.
     *
     * @throws LoadException when it is not made for that
     */
    static LlamaCppModel of(OpenModel model, LoadSettings settings) throws LoadException {
        LlamaApi api = model.llama().api();
        if (api.llama_vocab_type(api.llama_model_get_vocab(model.model())) == 0) {
            throw new LoadException(LoadProblem.UNSUPPORTED_SETTINGS, "The model's file holds no tokenizer.");
        }
        boolean embeds = settings.purpose() == Purpose.EMBED;
        boolean continues = api.llama_model_has_encoder(model.model()) == 0
                && api.llama_model_has_decoder(model.model()) != 0
                && api.llama_model_is_diffusion(model.model()) == 0
                && api.llama_get_memory(model.context()) != null;
        if (!embeds && !continues) {
            throw new LoadException(
                    LoadProblem.UNSUPPORTED_SETTINGS,
                    "The model does not continue a text token by token; this engine's adapter can't generate with it.");
        }
        LlamaCppModel loaded = new LlamaCppModel(model, embeds);
        loaded.warmUp();
        return loaded;
    }

    /**
     * Answers once for nobody: what is slow at its first use (pages of the model, a driver's kernels, this program's own classes)
     * belongs to the load, not to somebody's first token.
     */
    private void warmUp() {
        decoder.warmUp(embedder == null);
        try {
            if (embedder == null) {
                generate(
                        GenerationRequest.free(
                                new Prompt.Text(WARM_UP_TEXT), WARM_UP_TOKENS, Sampling.greedy(), List.of()),
                        Answer.unheard());
            } else {
                embedder.embed(List.of(WARM_UP_TEXT), Answer.unheard());
            }
        } catch (RefusedException e) {
            // Whoever asks hears it too; there may just be no token for this text.
        }
    }

    @Override
    public int contextTokens() {
        return contextTokens;
    }

    @Override
    public List<MemoryUse> memory() {
        return model.memory();
    }

    @Override
    public FinishReason generate(GenerationRequest request, Answer answer) throws RefusedException {
        if (embedder != null) {
            throw new RefusedException("not-for-generation", "This model was loaded to embed.", Map.of());
        }
        int[] prompt = vocabulary.tokenize(
                request.prompt() instanceof Prompt.Chat chat
                        ? template.apply(chat)
                        : ((Prompt.Text) request.prompt()).text());
        refuseUnlessItFits(prompt.length);
        try (Chooser chooser = Chooser.of(model, vocabulary, request, prompt)) {
            answer.started(prompt.length);
            decoder.begin(answer);
            int most = Math.min(request.maxTokens(), contextTokens - prompt.length);
            return decoder.read(prompt, answer)
                    ? write(chooser, new StopTexts(request.stop()), most, answer)
                    : FinishReason.CANCELLED;
        }
    }

    @Override
    public FinishReason embed(List<String> inputs, Answer answer) throws RefusedException {
        return embedder == null ? LoadedModel.super.embed(inputs, answer) : embedder.embed(inputs, answer);
    }

    private void refuseUnlessItFits(int promptTokens) throws RefusedException {
        if (promptTokens == 0) {
            throw new RefusedException("empty-prompt", "The prompt has no token.", Map.of());
        }
        if (promptTokens >= contextTokens) {
            throw new RefusedException(
                    "prompt-too-long",
                    "The prompt has " + promptTokens + " tokens; the context has " + contextTokens
                            + ", and one is needed for the answer.",
                    Map.of("promptTokens", (long) promptTokens, "contextTokens", (long) contextTokens));
        }
    }

    private FinishReason write(Chooser chooser, StopTexts stops, int most, Answer answer) throws RefusedException {
        Utf8Stream characters = new Utf8Stream();
        for (int made = 1; !answer.cancelled(); made++) {
            int token = chooser.choose();
            answer.generated(made);
            Vocabulary.Piece piece = vocabulary.piece(token);
            if (piece.ends()) {
                return end(FinishReason.STOP, stops, answer);
            }
            answer.text(stops.take(characters.take(piece.bytes())));
            if (stops.stopped()) {
                return FinishReason.STOP;
            }
            if (made == most) {
                return end(FinishReason.LENGTH, stops, answer);
            }
            if (!decoder.add(token)) {
                return FinishReason.CANCELLED;
            }
        }
        return FinishReason.CANCELLED;
    }

    private static FinishReason end(FinishReason reason, StopTexts stops, Answer answer) {
        String rest = stops.rest();
        if (!rest.isEmpty()) {
            answer.text(rest);
        }
        return reason;
    }
}
