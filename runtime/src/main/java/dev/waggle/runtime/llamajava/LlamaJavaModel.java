package dev.waggle.runtime.llamajava;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import dev.waggle.runtime.child.Answer;
import dev.waggle.runtime.child.LoadedModel;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.child.StopTexts;
import dev.waggle.runtime.protocol.Constraint;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Penalties;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Sampling;
import java.util.List;
import java.util.Map;

/**
 * A loaded llama.cpp model.
 *
 * <p>A long prompt is read in steps, each a call of its own whose work the library keeps: a call can't be left while it
 * reads, so a cancel waits for one step at most. Nothing is kept from one answer to the next, for the same request must
 * give the same text.
 */
final class LlamaJavaModel implements LoadedModel {
    private static final int PROBE_TOKENS = 8;

    private final LlamaModel model;
    private final EngineLog log;
    private final LoadSettings settings;
    private final int addedTokens;
    private final ChatTemplate template;

    private LlamaJavaModel(
            LlamaModel model, EngineLog log, LoadSettings settings, int addedTokens, ChatTemplate template) {
        this.model = model;
        this.log = log;
        this.settings = settings;
        this.addedTokens = addedTokens;
        this.template = template;
    }

    /** Finds out whether the tokenizer adds a token before the prompt: without one, an empty prompt gives no token. */
    static LlamaJavaModel of(LlamaModel model, EngineLog log, LoadSettings settings) {
        LlamaIterator tokens = model.generate(new InferenceParameters("").setNPredict(PROBE_TOKENS))
                .iterator();
        int added = tokens.next() != null && tokens.hasNext() ? 1 : 0;
        while (tokens.hasNext()) {
            tokens.next();
        }
        LlamaJavaModel loaded =
                new LlamaJavaModel(model, log, settings, added, new ChatTemplate(model, log.hasChatTemplate()));
        log.forget();
        return loaded;
    }

    @Override
    public int contextTokens() {
        return settings.contextTokens();
    }

    @Override
    public FinishReason generate(GenerationRequest request, Answer answer) throws RefusedException {
        String text = request.prompt() instanceof Prompt.Chat chat ? template.apply(chat) : text(request.prompt());
        int promptTokens = model.encode(text).length + addedTokens;
        refuseUnlessItFits(promptTokens);
        answer.started(promptTokens);
        List<String> steps = PromptSteps.of(text, promptTokens, settings.batchTokens());
        int most = Math.min(request.maxTokens(), settings.contextTokens() - promptTokens);
        InferenceParameters parameters = parameters(text, request, most, !steps.isEmpty());
        try {
            return read(steps, promptTokens, answer)
                    ? write(parameters, request.stop(), most, answer)
                    : FinishReason.CANCELLED;
        } finally {
            log.forget();
        }
    }

    private void refuseUnlessItFits(int promptTokens) throws RefusedException {
        if (promptTokens == 0) {
            throw new RefusedException("empty-prompt", "The prompt has no token.", Map.of());
        }
        if (promptTokens >= settings.contextTokens()) {
            throw new RefusedException(
                    "prompt-too-long",
                    "The prompt has " + promptTokens + " tokens; the context has " + settings.contextTokens()
                            + ", and one is needed for the answer.",
                    Map.of("promptTokens", (long) promptTokens, "contextTokens", (long) settings.contextTokens()));
        }
    }

    private static String text(Prompt prompt) {
        return ((Prompt.Text) prompt).text();
    }

    /** Reads the prompt but for its last step; false when cancelled. */
    private boolean read(List<String> steps, int promptTokens, Answer answer) {
        if (!steps.isEmpty()) {
            drain(new InferenceParameters(steps.get(0).substring(0, 1))
                    .setNPredict(1)
                    .setCachePrompt(false));
        }
        for (int i = 0; i < steps.size() && !answer.cancelled(); i++) {
            drain(new InferenceParameters(steps.get(i)).setNPredict(1).setCachePrompt(true));
            answer.read((int) ((i + 1L) * promptTokens / (steps.size() + 1)));
        }
        return !answer.cancelled();
    }

    private void drain(InferenceParameters parameters) {
        LlamaIterator tokens = model.generate(parameters).iterator();
        while (tokens.hasNext()) {
            tokens.next();
        }
    }

    private static InferenceParameters parameters(String text, GenerationRequest request, int most, boolean reuse)
            throws RefusedException {
        Sampling sampling = request.sampling();
        Penalties penalties = sampling.penalties();
        InferenceParameters parameters = new InferenceParameters(text)
                .setNPredict(most)
                .setTemperature((float) sampling.temperature())
                .setTopK(sampling.topK())
                .setTopP((float) sampling.topP())
                .setMinP((float) sampling.minP())
                .setSeed(sampling.seed())
                .setRepeatLastN(penalties.lastTokens())
                .setRepeatPenalty((float) penalties.repeat())
                .setPresencePenalty((float) penalties.presence())
                .setFrequencyPenalty((float) penalties.frequency())
                .setCachePrompt(reuse);
        Constraint constraint = request.constraint();
        if (constraint instanceof Constraint.Grammar grammar) {
            return parameters.setGrammar(grammar.gbnf());
        } else if (constraint != null) {
            throw new RefusedException(
                    "constraint-not-supported", "This engine's adapter takes no JSON schema.", Map.of());
        }
        return parameters;
    }

    private FinishReason write(InferenceParameters parameters, List<String> stop, int most, Answer answer) {
        StopTexts stops = new StopTexts(stop);
        TokenCount count = new TokenCount(model);
        LlamaIterator tokens = model.generate(parameters).iterator();
        boolean ended = false;
        for (LlamaOutput token = tokens.next(); tokens.hasNext(); token = tokens.next()) {
            if (answer.cancelled()) {
                tokens.cancel();
                return FinishReason.CANCELLED;
            }
            answer.generated(count.add(token.text));
            answer.text(stops.take(token.text));
            if (stops.stopped()) {
                tokens.cancel();
                return FinishReason.STOP;
            }
            ended = token.text.isEmpty();
        }
        String rest = stops.rest();
        if (!rest.isEmpty()) {
            answer.text(rest);
        }
        if (ended) {
            return FinishReason.STOP;
        }
        answer.generated(most);
        return FinishReason.LENGTH;
    }
}
