package dev.waggle.server.rulebook;

/** A trial came to no result, for reasons that are not the rules': later it may. */
public final class NotTriedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotTriedException(TrialResult result) {
        super(result.errors().get(0).message());
    }

    /** A sentence that names no path of this machine. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
