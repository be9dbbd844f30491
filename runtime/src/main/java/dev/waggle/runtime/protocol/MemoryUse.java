package dev.waggle.runtime.protocol;

/**
 * What a model takes of one memory, by the engine's own count.
 *
 * @param device a device's name; {@code host} for the machine's memory, pinned pages included
 * @param weightsBytes the model's tensors
 * @param contextBytes caches and states that grow with the context, and the output rows
 * @param computeBytes scratch memory of one step
 * @param roundingBytes each figure may be off by so much: 0 where the engine tells it to the byte
 */
public record MemoryUse(String device, long weightsBytes, long contextBytes, long computeBytes, long roundingBytes) {
    /** Stands for the machine's own memory. */
    public static final String HOST = "host";

    public MemoryUse {
        Checks.notNegative(weightsBytes, "weightsBytes");
        Checks.notNegative(contextBytes, "contextBytes");
        Checks.notNegative(computeBytes, "computeBytes");
        Checks.notNegative(roundingBytes, "roundingBytes");
    }

    /** All of it. */
    public long totalBytes() {
        return weightsBytes + contextBytes + computeBytes;
    }
}
