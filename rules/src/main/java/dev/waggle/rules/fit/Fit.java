package dev.waggle.rules.fit;

import java.util.List;

/**
 * What a model needs in memory, part by part.
 *
 * @param layersOnDevice layers on devices other than the host, the output layer counted as one
 * @param layers all layers, the output layer counted as one
 * @param expertLayersOnHost layers from the start whose experts stay in RAM while the rest is on devices
 * @param exact true where the arithmetic of this architecture is on record for the engine; false where it is estimated by
 *     its class
 * @param parts one per device that holds anything, {@code gpu0} first, {@code host} last
 * @param buffers what llama.cpp allocates, by the names of its buffer types; empty for other engines
 */
public record Fit(
        int layersOnDevice, int layers, int expertLayersOnHost, boolean exact, List<Part> parts, List<Buffer> buffers) {
    /** Copies the lists. */
    public Fit {
        parts = List.copyOf(parts);
        buffers = List.copyOf(buffers);
    }

    /**
     * A kind of memory as llama.cpp's own count has it. All sizes are bytes.
     *
     * @param name {@code GPU0}, {@code GPU1}, …; {@code HOST_PINNED} for host memory a GPU can reach; {@code CPU} for
     *     pageable memory; {@code CPU_REPACK} for weights in the layout of the processor's kernels
     * @param weightsBytes tensors
     * @param contextBytes key-value cache and recurrent state
     * @param computeBytes scratch memory of the largest step
     */
    public record Buffer(String name, long weightsBytes, long contextBytes, long computeBytes) {}

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
