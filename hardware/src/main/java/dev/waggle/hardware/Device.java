package dev.waggle.hardware;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * One GPU of a machine.
 *
 * @param id its name within the machine, "gpu0" on; never blank
 * @param vendor who made it
 * @param name what it is sold as, "NVIDIA GeForce RTX 3090"
 * @param memoryBytes the memory programs can be given on it, in bytes: without what the driver keeps for itself when
 *     CUDA tells it; the machine's RAM when that is the GPU's memory too
 * @param freeBytes how much of it is free now, in bytes, with every other program still running
 * @param computeCapability what it can execute; NVIDIA only
 * @param driverVersion the driver's own version as the vendor writes it, "550.54.14"; not the CUDA version
 * @param unifiedMemory whether its memory is the machine's RAM
 * @param backends the interfaces its installed driver offers
 */
public record Device(
        String id,
        Fact<Vendor> vendor,
        Fact<String> name,
        Fact<Long> memoryBytes,
        Fact<Long> freeBytes,
        Fact<ComputeCapability> computeCapability,
        Fact<String> driverVersion,
        Fact<Boolean> unifiedMemory,
        Fact<Set<Backend>> backends) {
    public Device {
        Require.text("id", id);
        Require.knownText("name of " + id, name);
        Require.notNegative("memoryBytes of " + id, memoryBytes);
        Require.notNegative("freeBytes of " + id, freeBytes);
        Require.within("freeBytes of " + id, freeBytes, "its memoryBytes", memoryBytes);
        Require.knownText("driverVersion of " + id, driverVersion);
        backends = backends.map(Device::ordered);
    }

    /** An unchangeable copy whose order is the enum's, so that equal sets print alike. */
    private static Set<Backend> ordered(Set<Backend> backends) {
        EnumSet<Backend> copy = EnumSet.noneOf(Backend.class);
        copy.addAll(backends);
        return Collections.unmodifiableSet(copy);
    }
}
