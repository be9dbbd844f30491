package dev.waggle.runtime;

/** Hears the embeddings of one request, in the order the engine makes them. */
@FunctionalInterface
public interface EmbeddingListener {
    /**
     * The embedding of one text.
     *
     * @param index which text of the request, from 0
     * @param values one number a dimension, of length 1 together (L2)
     */
    void embedded(int index, float[] values);
}
