package dev.waggle.server.app;

import dev.waggle.hardware.Backend;
import dev.waggle.hardware.Device;
import dev.waggle.hardware.Machine;
import dev.waggle.hardware.MemoryLimit;
import dev.waggle.hardware.OperatingSystem;
import dev.waggle.hardware.Vendor;
import dev.waggle.rules.catalog.Policy;
import dev.waggle.server.app.Waggle.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a program can have of a machine's memories by the policy's reserves, asked without a worker.
 *
 * @param gpus the machine's GPUs, in its order
 * @param host its RAM
 * @param backend what the GPUs are used through, the fastest they all offer; {@code cuda} where none is known
 */
public record UsableMemory(List<Room> gpus, Room host, String backend) {
    /** Backends by speed. */
    private static final List<String> FASTEST_FIRST = List.of("cuda", "metal", "rocm", "vulkan");

    /** Copies the list. */
    public UsableMemory {
        gpus = List.copyOf(gpus);
    }

    /** A memory: its device, and its bytes; null = unknown. */
    public record Room(
            String device,
            @Nullable Long capacityBytes,
            @Nullable Long freeBytes) {}

    /** That of a machine. */
    public static UsableMemory of(Place place, Policy policy) {
        Machine machine = place.machine();
        List<Room> gpus = new ArrayList<>();
        for (Device device : machine.devices()) gpus.add(gpu(device, place.detected(), policy));
        return new UsableMemory(gpus, host(machine, policy), backend(machine));
    }

    private static Room gpu(Device device, boolean detected, Policy policy) {
        Long memory = device.memoryBytes().orNull();
        if (memory == null)
            return new Room(device.id(), null, device.freeBytes().orNull());
        Vendor vendor = device.vendor().orNull();
        long capacity = memory;
        if (vendor == Vendor.APPLE) capacity = memory / 100 * workingSetPercent(memory, policy);
        else if (!detected && vendor != null)
            capacity -= policy.driverReservedBytes().getOrDefault(vendor.id(), 0L);
        return room(device.id(), Math.max(0, capacity), device.freeBytes().orNull());
    }

    private static int workingSetPercent(long ramBytes, Policy policy) {
        return policy.appleWorkingSetPercent().stream()
                .filter(row -> row.belowRamBytes() == null || ramBytes < row.belowRamBytes())
                .findFirst()
                .map(Policy.WorkingSet::percent)
                .orElse(100);
    }

    private static Room host(Machine machine, Policy policy) {
        Optional<MemoryLimit> limit = machine.memoryLimitBytes().asOptional();
        Long ram = machine.ramBytes().orNull();
        Long free = machine.ramFreeBytes().orNull();
        Long freeWithin = free == null || limit.isEmpty()
                ? free
                : Long.valueOf(limit.get().within(free));
        if (ram == null) return new Room("host", null, freeWithin);
        long within = limit.isEmpty() ? ram : limit.get().within(ram);
        String os = machine.os().map(OperatingSystem::id).asOptional().orElse("other");
        long reserve = policy.osReserveBytes().getOrDefault(os, 0L);
        return room("host", Math.max(0, within - reserve), freeWithin);
    }

    private static Room room(String device, long capacity, @Nullable Long free) {
        return new Room(device, capacity, free == null ? null : Long.valueOf(Math.min(free, capacity)));
    }

    private static String backend(Machine machine) {
        return FASTEST_FIRST.stream()
                .filter(backend -> machine.devices().stream().allMatch(device -> offers(device, backend)))
                .findFirst()
                .orElse(FASTEST_FIRST.get(0));
    }

    private static boolean offers(Device device, String backend) {
        Set<Backend> backends = device.backends().orNull();
        return backends != null && backends.stream().anyMatch(each -> each.id().equals(backend));
    }
}
