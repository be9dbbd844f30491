package dev.waggle.hardware;

import java.util.Optional;
import java.util.Set;

/**
 * Traces that GPU drivers leave on a machine.
 *
 * @param vulkanManifests names of the files in Vulkan's icd.d folders, one for each driver (Linux)
 * @param vulkanLoader whether the Vulkan loader is installed; drivers bring it (Windows)
 * @param kfd whether /dev/kfd exists, through which ROCm reaches an AMD GPU
 * @param nvidiaVersion the text of /sys/module/nvidia/version
 */
record DriverReading(Set<String> vulkanManifests, boolean vulkanLoader, boolean kfd, Optional<String> nvidiaVersion) {}
