package dev.waggle.rules.fit.ggml;

/** Two tensors can't be combined: the model's tensors contradict its keys, or each other. The message names them. */
public final class ShapeMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ShapeMismatchException(String message) {
        super(message);
    }
}
