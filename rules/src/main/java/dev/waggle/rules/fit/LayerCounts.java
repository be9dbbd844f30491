package dev.waggle.rules.fit;

/**
 * Layers given as llama.cpp's options give them.
 *
 * @param gpuLayers layers on GPUs counted from the end, the output layer first; more than there are means all
 *     ({@code --gpu-layers})
 * @param expertLayersOnHost layers from the start whose experts stay in RAM ({@code --n-cpu-moe})
 */
public record LayerCounts(int gpuLayers, int expertLayersOnHost) implements Offload {}
