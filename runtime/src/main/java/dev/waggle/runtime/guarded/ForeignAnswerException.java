package dev.waggle.runtime.guarded;

import java.io.IOException;

/** An answer of a foreign program that is not what its protocol says; the message quotes nothing of it. */
public final class ForeignAnswerException extends IOException {
    /** The sentence goes on after "The program". */
    public ForeignAnswerException(String message) {
        super(message);
    }
}
