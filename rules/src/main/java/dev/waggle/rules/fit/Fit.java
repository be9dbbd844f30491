package dev.waggle.rules.fit;

import java.util.List;

/**
 * What a model needs in memory, part by part.
 *
 * @param layersOnDevice layers on devices other than the host, the output layer counted as one
 * @param layers all layers, the output layer counted as one
 * @param exact true where the arithmetic of this architecture is on record for the engine; false where it is estimated by
 *     its class
 * @param parts one per device that holds anything, {@code gpu0} first, {@code host} last
 */
public record Fit(int layersOnDevice, int layers, boolean exact, List<Part> parts) {
    /** Copies the list. */
    public Fit {
        parts = List.copyOf(parts);
    }

    /**
     * What lies on one device. All sizes are bytes.
     *
     * @param device the device's id, or {@code host} for the machine's RAM
     * @param weightsBytes tensors, with the padding the backend gives them
     * @param kvBytes key-value cache
     * @param recurrentBytes recurrent state
     * @param computeBytes scratch memory of the largest step
     * @param outputBytes logits and embeddings handed to the program
     * @param overheadBytes what the process takes beyond its buffers
     */
    public record Part(
            String device,
            long weightsBytes,
            long kvBytes,
            long recurrentBytes,
            long computeBytes,
            long outputBytes,
            long overheadBytes) {
        /** All of it. */
        public long residentBytes() {
            return weightsBytes + kvBytes + recurrentBytes + computeBytes + outputBytes + overheadBytes;
        }
    }
}
