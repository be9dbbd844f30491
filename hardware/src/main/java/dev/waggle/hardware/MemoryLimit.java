package dev.waggle.hardware;

/** How much RAM the processes of a machine may use together: a number of bytes, or as much as there is. */
public sealed interface MemoryLimit {
    /** There is no limit but the RAM itself. Not the same as not knowing. */
    record None() implements MemoryLimit {}

    /**
     * A limit, such as the one a container runs under.
     *
     * @param bytes 0 or more; may be more than the RAM
     */
    record Bytes(long bytes) implements MemoryLimit {
        public Bytes {
            if (bytes < 0) {
                throw new IllegalArgumentException("memoryLimitBytes is " + bytes + ", but bytes are 0 or more.");
            }
        }
    }

    static MemoryLimit none() {
        return new None();
    }

    static MemoryLimit of(long bytes) {
        return new Bytes(bytes);
    }

    /** The smaller of this limit and {@code ramBytes}, in bytes. */
    default long within(long ramBytes) {
        return this instanceof Bytes limit ? Math.min(limit.bytes(), ramBytes) : ramBytes;
    }
}
