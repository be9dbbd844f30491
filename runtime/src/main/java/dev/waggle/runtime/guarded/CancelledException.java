package dev.waggle.runtime.guarded;

/** The agent wants this to end: whatever was under way was left. */
public final class CancelledException extends Exception {
    CancelledException() {
        super("cancelled");
    }
}
