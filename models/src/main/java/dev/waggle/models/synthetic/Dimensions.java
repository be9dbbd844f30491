package dev.waggle.models.synthetic;

import dev.waggle.models.gguf.GgmlType;

/**
 * The dimensions of a model to be made.
 *
 * @param architecture which tensors it has
 * @param layers blocks
 * @param embedding width of the residual stream, a multiple of the heads and of the type's block
 * @param heads query heads
 * @param keyValueHeads key and value heads; divides the heads
 * @param feedForward width of the feed-forward part, a multiple of the type's block
 * @param contextTokens the context it claims to be trained for
 * @param type the type of its matrices; vectors are always F32
 */
public record Dimensions(
        SyntheticArchitecture architecture,
        int layers,
        int embedding,
        int heads,
        int keyValueHeads,
        int feedForward,
        int contextTokens,
        GgmlType type) {
    /** Checks that the numbers go together. */
    public Dimensions {
        if (layers < 1 || embedding < 1 || heads < 1 || keyValueHeads < 1 || feedForward < 1 || contextTokens < 1)
            throw new IllegalArgumentException("every dimension must be 1 or more");
        if (embedding % heads != 0 || heads % keyValueHeads != 0)
            throw new IllegalArgumentException("heads must divide the embedding, and key-value heads the heads");
        if (embedding / heads % 2 != 0)
            throw new IllegalArgumentException("a head must have an even number of elements to be rotated");
        if (embedding % type.blockElements() != 0 || feedForward % type.blockElements() != 0)
            throw new IllegalArgumentException("rows must be whole blocks of " + type.blockElements());
    }

    /** Elements of one head. */
    public int headLength() {
        return embedding / heads;
    }
}
