package dev.waggle.rules.fit.llama;

/** A model's file doesn't have what its architecture needs, or contradicts itself; the message names the tensor or key. */
public final class GraphException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public GraphException(String message) {
        super(message);
    }
}
