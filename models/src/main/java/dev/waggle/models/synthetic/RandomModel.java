package dev.waggle.models.synthetic;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.gguf.GgufWriter;
import dev.waggle.models.gguf.TensorData;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A model whose weights are random, or all zero: it says nothing meaningful, at the speed and in the memory of a real
 * model of its shape. It never ends by itself before its context does: the output row of the end token is zero.
 */
public final class RandomModel {
    private static final int WORDS = 8_192;
    private static final int WIDTH = 768;
    private static final int HEAD_LENGTH = 64;
    private static final int FEED_FORWARD = 2_048;
    private static final int CONTEXT = 4_096;

    private final Dimensions dimensions;
    private final long seed;

    /** A model of these dimensions; the same seed gives the same file. Types: F32, F16, Q8_0, Q4_0. */
    public RandomModel(Dimensions dimensions, long seed) {
        this.dimensions = dimensions;
        this.seed = seed;
    }

    /**
     * A llama of at least that many bytes, 768 wide, as deep as the size asks for.
     *
     * @throws IllegalArgumentException where the bytes exceed what {@value #MOST_LAYERS} layers take
     */
    public static RandomModel ofAtLeast(long bytes, GgmlType type, long seed) {
        long fixed = type.bytes(2L * WIDTH * WORDS);
        long layer = type.bytes((long) WIDTH * (2 * WIDTH + 2 * WIDTH / 3 + 3 * FEED_FORWARD));
        long layers = Math.max(1, (bytes - fixed + layer - 1) / layer);
        if (layers > MOST_LAYERS)
            throw new IllegalArgumentException(bytes + " bytes are more than " + MOST_LAYERS + " layers take");
        int heads = WIDTH / HEAD_LENGTH;
        return new RandomModel(
                new Dimensions(
                        SyntheticArchitecture.LLAMA,
                        (int) layers,
                        WIDTH,
                        heads,
                        heads / 3,
                        FEED_FORWARD,
                        CONTEXT,
                        type),
                seed);
    }

    private static final int MOST_LAYERS = 512;

    /** Writes the model with random weights. */
    public void write(Path file) throws IOException {
        writer(this::weights).write(file);
    }

    /** Writes the model with zero weights: a file full of holes that takes no time to make. */
    public void writeZeros(Path file) throws IOException {
        writer((name, type, rowLength, rows) -> Weights.zero()).write(file);
    }

    /** Bytes of the file. */
    public long fileBytes() {
        return writer((name, type, rowLength, rows) -> Weights.zero()).fileBytes();
    }

    private GgufWriter writer(Blueprint.Weights weights) {
        return Blueprint.of("waggle-random", dimensions, vocabulary(), KnownAnswerModel.CHAT_TEMPLATE, weights);
    }

    private static Vocabulary vocabulary() {
        Vocabulary vocabulary = new Vocabulary();
        for (int word = 0; vocabulary.size() < WORDS; word++) vocabulary.add(Vocabulary.SPACE + "w" + word);
        return vocabulary;
    }

    private TensorData weights(String name, GgmlType type, long rowLength, long rows) {
        if (name.endsWith("norm.weight")) return Weights.constant(type, rowLength * rows, 1);
        if (name.endsWith(".bias")) return Weights.zero();
        float bound = (float) Math.sqrt(3.0 / rowLength); // keeps the variance of a product at 1
        TensorData random = Weights.random(type, rowLength * rows, bound, seed * 31 + name.hashCode());
        return name.equals("output.weight") ? withoutEnd(random, type.bytes(rowLength)) : random;
    }

    private static TensorData withoutEnd(TensorData data, long rowBytes) {
        long from = Vocabulary.END * rowBytes;
        return out -> data.writeTo(new ZeroedRange(out, from, from + rowBytes));
    }
}
