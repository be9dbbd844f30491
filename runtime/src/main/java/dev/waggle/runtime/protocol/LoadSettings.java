package dev.waggle.runtime.protocol;

import java.util.List;

/**
 * How a model is to be loaded, exactly.
 *
 * @param purpose what it is loaded for: one process does one thing
 * @param contextTokens tokens of prompt and answer together, at least 1
 * @param batchTokens prompt tokens handed to the engine in one step, at least 1: a cancelled prompt ends between two steps
 * @param microBatchTokens tokens computed together, from 1 to {@code batchTokens}: sets the size of the compute buffers
 * @param threads processor threads, at least 1
 * @param backend {@code cpu}, {@code cuda}, {@code vulkan} or {@code metal}: no other computes, and it is never replaced
 * @param devices the engine's own names of the devices to use, such as {@code Vulkan0}; empty = all of that backend
 * @param gpuLayers layers on the devices, the output layer counted as one, 0 = none
 * @param expertLayersOnHost of the first so many layers, the expert tensors stay in the host's memory
 * @param kvType type of the key-value cache: {@code f16}, {@code q8_0}, …
 * @param flashAttention whether flash attention is used
 */
public record LoadSettings(
        Purpose purpose,
        int contextTokens,
        int batchTokens,
        int microBatchTokens,
        int threads,
        String backend,
        List<String> devices,
        int gpuLayers,
        int expertLayersOnHost,
        String kvType,
        boolean flashAttention) {
    public LoadSettings {
        Checks.atLeast(1, contextTokens, "contextTokens");
        Checks.atLeast(1, batchTokens, "batchTokens");
        Checks.within(1, batchTokens, microBatchTokens, "microBatchTokens");
        Checks.atLeast(1, threads, "threads");
        Checks.atLeast(0, gpuLayers, "gpuLayers");
        Checks.atLeast(0, expertLayersOnHost, "expertLayersOnHost");
        devices = List.copyOf(devices);
        if (!backend.matches("[a-z]{1,16}")) {
            throw new IllegalArgumentException("backend is no name of a backend");
        }
        if (backend.equals("cpu") && gpuLayers > 0) {
            throw new IllegalArgumentException(
                    "gpuLayers is " + gpuLayers + ", the backend cpu has no devices for layers");
        }
        if (!kvType.matches("[a-z0-9_]{1,16}")) {
            throw new IllegalArgumentException("kvType is no type name");
        }
    }
}
