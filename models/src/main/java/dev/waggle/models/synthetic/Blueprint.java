package dev.waggle.models.synthetic;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.gguf.GgufWriter;
import dev.waggle.models.gguf.TensorData;
import java.util.List;

/** The keys and tensors that llama.cpp expects of an architecture; the weights come from outside. */
final class Blueprint {
    /** Chooses the bytes of a tensor. */
    @FunctionalInterface
    interface Weights {
        /** The data of one tensor, of {@code rows} rows of {@code rowLength} elements; vectors have one row. */
        TensorData of(String name, GgmlType type, long rowLength, long rows);
    }

    private final Dimensions dimensions;
    private final Weights weights;
    private final GgufWriter writer = new GgufWriter();

    private Blueprint(Dimensions dimensions, Weights weights) {
        this.dimensions = dimensions;
        this.weights = weights;
    }

    /** A writer that holds the whole model. */
    static GgufWriter of(
            String name, Dimensions dimensions, Vocabulary vocabulary, String chatTemplate, Weights weights) {
        Blueprint blueprint = new Blueprint(dimensions, weights);
        blueprint.keys(name, vocabulary.size());
        vocabulary.writeTo(blueprint.writer);
        blueprint.writer.text("tokenizer.chat_template", chatTemplate);
        blueprint.tensors(vocabulary.size());
        return blueprint.writer;
    }

    private void keys(String name, int vocabulary) {
        String architecture = dimensions.architecture().id();
        writer.text("general.architecture", architecture)
                .text("general.name", name)
                .number(architecture + ".block_count", dimensions.layers())
                .number(architecture + ".context_length", dimensions.contextTokens())
                .number(architecture + ".embedding_length", dimensions.embedding())
                .number(architecture + ".feed_forward_length", dimensions.feedForward())
                .number(architecture + ".attention.head_count", dimensions.heads())
                .number(architecture + ".attention.head_count_kv", dimensions.keyValueHeads())
                .real(architecture + ".attention.layer_norm_rms_epsilon", 1e-5f)
                .number(architecture + ".rope.dimension_count", dimensions.headLength())
                .real(architecture + ".rope.freq_base", 10_000f)
                .number(architecture + ".vocab_size", vocabulary);
    }

    private void tensors(int vocabulary) {
        int embedding = dimensions.embedding();
        int keyValues = dimensions.keyValueHeads() * dimensions.headLength();
        matrix("token_embd.weight", embedding, vocabulary);
        vector("output_norm.weight", embedding);
        matrix("output.weight", embedding, vocabulary);
        for (int layer = 0; layer < dimensions.layers(); layer++) {
            String block = "blk." + layer + ".";
            vector(block + "attn_norm.weight", embedding);
            matrix(block + "attn_q.weight", embedding, embedding);
            matrix(block + "attn_k.weight", embedding, keyValues);
            matrix(block + "attn_v.weight", embedding, keyValues);
            if (dimensions.architecture() == SyntheticArchitecture.QWEN2) {
                vector(block + "attn_q.bias", embedding);
                vector(block + "attn_k.bias", keyValues);
                vector(block + "attn_v.bias", keyValues);
            }
            matrix(block + "attn_output.weight", embedding, embedding);
            vector(block + "ffn_norm.weight", embedding);
            matrix(block + "ffn_gate.weight", embedding, dimensions.feedForward());
            matrix(block + "ffn_up.weight", embedding, dimensions.feedForward());
            matrix(block + "ffn_down.weight", dimensions.feedForward(), embedding);
        }
    }

    private void matrix(String name, long rowLength, long rows) {
        GgmlType type = dimensions.type();
        writer.tensor(name, type, List.of(rowLength, rows), weights.of(name, type, rowLength, rows));
    }

    private void vector(String name, long length) {
        writer.tensor(name, GgmlType.F32, List.of(length), weights.of(name, GgmlType.F32, length, 1));
    }
}
