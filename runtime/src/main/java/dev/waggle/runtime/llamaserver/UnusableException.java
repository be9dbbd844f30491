package dev.waggle.runtime.llamaserver;

/** A program that does not answer as a {@code llama-server} does; the sentence goes on after its path. */
final class UnusableException extends Exception {
    UnusableException(String message) {
        super(message);
    }
}
