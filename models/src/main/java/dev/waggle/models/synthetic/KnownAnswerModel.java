package dev.waggle.models.synthetic;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.gguf.GgufWriter;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A tiny model whose greedy answer is known: after the prompt {@value #PROMPT}, and after any chat, it says one sentence
 * and ends. Everything on the way is real: tokenizer, layers, cache, sampling.
 *
 * <p>Each token's embedding is a random code of ±1. Attention output and feed-forward output are zero, so the code
 * passes the layers unchanged and the final norm leaves it as it is. The output row of a token is the sum of the codes
 * of the tokens it follows; two different codes are nearly orthogonal, so that row wins by a margin that is checked.
 */
public final class KnownAnswerModel {
    /** What the model says unless told otherwise. */
    public static final String SENTENCE = "Bees waggle to tell each other where the good flowers are.";

    /** The prompt that makes it speak. */
    public static final String PROMPT = "go";

    private static final int LAYERS = 2;
    private static final int WIDTH = 64;
    private static final int HEADS = 4;
    private static final int KEY_VALUE_HEADS = 2;
    private static final int FEED_FORWARD = 128;
    private static final int CONTEXT = 2048;

    /** ChatML, which every version of llama.cpp knows; a chat then ends in a line break, which also means "speak". */
    static final String CHAT_TEMPLATE = "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' +"
            + " message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}"
            + "{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private final SyntheticArchitecture architecture;
    private final GgmlType type;
    private final AnswerChain chain;

    /**
     * Computes the weights.
     *
     * @param sentence words with single spaces between them, up to {@value AnswerChain#MOST_CHARACTERS} characters
     * @param architecture llama or qwen2
     * @param type F32 or F16
     * @throws IllegalArgumentException where the sentence or the type is not as said
     */
    public KnownAnswerModel(String sentence, SyntheticArchitecture architecture, GgmlType type) {
        if (type != GgmlType.F32 && type != GgmlType.F16)
            throw new IllegalArgumentException("a known-answer model is stored as F32 or F16, not as " + type);
        this.architecture = architecture;
        this.type = type;
        this.chain = AnswerChain.of(sentence, PROMPT, WIDTH);
    }

    /** Writes the model. */
    public void write(Path file) throws IOException {
        Dimensions dimensions =
                new Dimensions(architecture, LAYERS, WIDTH, HEADS, KEY_VALUE_HEADS, FEED_FORWARD, CONTEXT, type);
        Blueprint.Weights weights = (name, kind, rowLength, rows) -> switch (name) {
            case "token_embd.weight" -> Weights.exactly(kind, chain.embedding());
            case "output.weight" -> Weights.exactly(kind, chain.output());
            default -> isNorm(name) ? Weights.constant(kind, rowLength * rows, 1) : Weights.zero();
        };
        GgufWriter writer = Blueprint.of("waggle-known-answer", dimensions, chain.vocabulary(), CHAT_TEMPLATE, weights);
        writer.write(file);
    }

    private static boolean isNorm(String name) {
        return name.endsWith("norm.weight");
    }
}
