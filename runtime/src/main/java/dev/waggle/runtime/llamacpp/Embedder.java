package dev.waggle.runtime.llamacpp;

import com.sun.jna.Pointer;
import dev.waggle.runtime.child.Answer;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.protocol.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns texts into embeddings of length 1, one text after the other, each read whole in one step. */
final class Embedder {
    private static final int SEQUENCE = 0;

    private final LlamaApi api;
    private final Pointer context;
    private final Vocabulary vocabulary;
    private final Decoder decoder;
    private final int mostTokens;
    private final int dimensions;

    Embedder(OpenModel model, Vocabulary vocabulary, Decoder decoder) {
        this.api = model.llama().api();
        this.context = model.context();
        this.vocabulary = vocabulary;
        this.decoder = decoder;
        this.mostTokens = Math.min(api.llama_n_ctx(context), api.llama_n_ubatch(context));
        this.dimensions = api.llama_model_n_embd_out(model.model());
    }

    FinishReason embed(List<String> inputs, Answer answer) throws RefusedException {
        List<int[]> texts = new ArrayList<>();
        int all = 0;
        for (int index = 0; index < inputs.size(); index++) {
            int[] tokens = vocabulary.tokenize(inputs.get(index));
            refuseUnlessItFits(index, tokens.length);
            texts.add(tokens);
            all += tokens.length;
        }
        answer.started(all);
        for (int index = 0; index < texts.size(); index++) {
            decoder.begin(answer);
            if (!decoder.read(texts.get(index), answer)) {
                return FinishReason.CANCELLED;
            }
            answer.embedding(index, normalized());
        }
        return FinishReason.STOP;
    }

    private void refuseUnlessItFits(int index, int tokens) throws RefusedException {
        if (tokens == 0) {
            throw new RefusedException(
                    "empty-prompt", "Text " + index + " has no token.", Map.of("index", (long) index));
        }
        if (tokens > mostTokens) {
            throw new RefusedException(
                    "prompt-too-long",
                    "Text " + index + " has " + tokens + " tokens; at most " + mostTokens + " can be read in one step.",
                    Map.of("index", (long) index, "promptTokens", (long) tokens, "contextTokens", (long) mostTokens));
        }
    }

    private List<Float> normalized() throws RefusedException {
        Pointer given = api.llama_get_embeddings_seq(context, SEQUENCE);
        if (given == null) {
            throw new RefusedException("engine-error", "The engine gave no embedding.", Map.of());
        }
        float[] values = given.getFloatArray(0, dimensions);
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        if (!(length > 0 && Double.isFinite(length))) {
            throw new RefusedException("engine-error", "The engine gave an embedding without a direction.", Map.of());
        }
        List<Float> normalized = new ArrayList<>(dimensions);
        for (float value : values) {
            normalized.add((float) (value / length));
        }
        return normalized;
    }
}
