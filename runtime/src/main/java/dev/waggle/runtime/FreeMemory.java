package dev.waggle.runtime;

import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.MemoryUse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What of each memory is free now; a memory that nobody knows is not held against a plan.
 *
 * @param devices as the engine lists them
 * @param host what is free of the machine's own memory
 */
record FreeMemory(List<EngineDevice> devices, MemoryGauge host) {
    /** The first memory that has less free than would be taken. */
    Optional<WorkerFailure.NoLongerFits> tooSmallFor(List<MemoryUse> memory) {
        return memory.stream()
                .map(MemoryUse::device)
                .distinct()
                .flatMap(device -> tooSmallFor(device, memory).stream())
                .findFirst();
    }

    private Optional<WorkerFailure.NoLongerFits> tooSmallFor(String device, List<MemoryUse> memory) {
        long needed = memory.stream()
                .filter(use -> use.device().equals(device))
                .mapToLong(MemoryUse::totalBytes)
                .sum();
        OptionalLong free = free(device);
        return free.isPresent() && needed > free.getAsLong()
                ? Optional.of(new WorkerFailure.NoLongerFits(device, needed, free.getAsLong()))
                : Optional.empty();
    }

    private OptionalLong free(String device) {
        return device.equals(MemoryUse.HOST)
                ? host.freeHostBytes()
                : devices.stream()
                        .filter(known -> known.name().equals(device) && known.totalBytes() > 0)
                        .mapToLong(EngineDevice::freeBytes)
                        .findFirst();
    }
}
