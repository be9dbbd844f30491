package dev.waggle.rules.fit;

import dev.waggle.models.ModelFile;
import java.util.List;

/**
 * What to compute a fit for.
 *
 * @param model header and tensor table
 * @param widenToF32 true where the engine holds every weight as F32 whatever the file's type
 * @param settings context and cache
 * @param placement where the parts go
 * @param devices capacities of the GPUs, in order; empty for the processor alone
 * @param hostCapacityBytes RAM that models may use
 * @param deviceOverheadBytes what a process takes on each device beyond its buffers
 * @param hostOverheadBytes what a process takes of RAM beyond its buffers
 */
public record FitQuestion(
        ModelFile model,
        boolean widenToF32,
        FitSettings settings,
        Placement placement,
        List<DeviceCapacity> devices,
        long hostCapacityBytes,
        long deviceOverheadBytes,
        long hostOverheadBytes) {
    /** Copies the list. */
    public FitQuestion {
        devices = List.copyOf(devices);
    }

    /**
     * Context and cache of a model that is loaded.
     *
     * @param contextTokens tokens of all sequences together
     * @param sequences held at once
     * @param batchTokens prompt tokens handed over at once
     * @param ubatchTokens prompt tokens computed at once
     * @param kvType element type of keys and values: f16, q8_0, q4_0, f32
     * @param flashAttention whether attention is computed without its full matrix
     * @param unifiedKv whether sequences share one cache
     */
    public record FitSettings(
            long contextTokens,
            int sequences,
            int batchTokens,
            int ubatchTokens,
            String kvType,
            boolean flashAttention,
            boolean unifiedKv) {}

    /** A GPU's id and the bytes a program may use of it. */
    public record DeviceCapacity(String device, long capacityBytes) {}
}
