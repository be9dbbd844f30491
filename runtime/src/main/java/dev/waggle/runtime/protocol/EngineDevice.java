package dev.waggle.runtime.protocol;

/**
 * A device as the engine itself sees it.
 *
 * @param name the engine's name of it, such as {@code CUDA0}, {@code Vulkan1}, {@code CPU}
 * @param description what the driver calls it
 * @param backend {@code cpu}, {@code cuda}, {@code vulkan}, {@code metal}, or another name in lower case
 * @param kind {@code cpu}, {@code gpu}, {@code integrated-gpu} or {@code accelerator}
 * @param freeBytes memory that is free now, as the engine says
 * @param totalBytes its whole memory, as the engine says
 */
public record EngineDevice(
        String name, String description, String backend, String kind, long freeBytes, long totalBytes) {
    public EngineDevice {
        Checks.notNegative(freeBytes, "freeBytes");
        Checks.notNegative(totalBytes, "totalBytes");
    }
}
