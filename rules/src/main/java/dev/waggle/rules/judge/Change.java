package dev.waggle.rules.judge;

/** One thing that could be asked for instead. */
public sealed interface Change {
    /** A shorter context. */
    record Context(long contextTokens) implements Change {}

    /** Another element type of the key-value cache. */
    record Cache(String kvType) implements Change {}

    /** Another quantization of the same model. */
    record Variant(String variant) implements Change {}

    /** Another worker on the same machine. */
    record Worker(String worker) implements Change {}

    /** Another machine. */
    record Machine(String machine) implements Change {}
}
