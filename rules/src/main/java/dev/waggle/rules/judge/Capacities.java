package dev.waggle.rules.judge;

import dev.waggle.hardware.Backend;
import dev.waggle.hardware.Device;
import dev.waggle.hardware.Fact;
import dev.waggle.hardware.Machine;
import dev.waggle.hardware.MemoryLimit;
import dev.waggle.hardware.OperatingSystem;
import dev.waggle.hardware.Vendor;
import dev.waggle.rules.catalog.Policy;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.fit.Fit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a worker may use of a machine: which devices, and how much memory of each. Bytes; null is unknown. */
final class Capacities {
    static final String HOST = "host";

    private final Machine machine;
    private final boolean detected;
    private final Policy policy;

    Capacities(Machine machine, boolean detected, Policy policy) {
        this.machine = machine;
        this.detected = detected;
        this.policy = policy;
    }

    /** A device and what a program may use of it. */
    record Usable(
            String device,
            @Nullable Long capacityBytes,
            @Nullable Long freeBytes) {}

    /** The devices a worker would use: those of its backend; the largest where it uses only one. */
    List<Device> devicesOf(WorkerEntry worker) {
        List<Device> all = machine.devices().stream()
                .filter(device -> offers(device, worker.workerType()))
                .toList();
        if (!worker.devices().equals("one") || all.size() < 2) return all;
        return all.stream()
                .max(Comparator.comparingLong(
                        device -> device.memoryBytes().asOptional().orElse(0L)))
                .map(List::of)
                .orElse(List.of());
    }

    private static boolean offers(Device device, String backend) {
        Set<Backend> backends = device.backends().orNull();
        return backends != null && backends.stream().anyMatch(each -> each.id().equals(backend));
    }

    Usable of(Device device) {
        Long memory = device.memoryBytes().orNull();
        Long capacity = memory == null ? null : Math.max(0, usable(device, memory));
        Long free = device.freeBytes().orNull();
        return new Usable(device.id(), capacity, capacity == null || free == null ? free : min(free, capacity));
    }

    private long usable(Device device, long memory) {
        Vendor vendor = device.vendor().orNull();
        if (vendor == Vendor.APPLE) return memory / 100 * workingSetPercent(memory);
        if (detected || vendor == null) return memory;
        return memory - policy.driverReservedBytes().getOrDefault(vendor.id(), 0L);
    }

    private int workingSetPercent(long ramBytes) {
        return policy.appleWorkingSetPercent().stream()
                .filter(row -> row.belowRamBytes() == null || ramBytes < row.belowRamBytes())
                .findFirst()
                .map(Policy.WorkingSet::percent)
                .orElse(100);
    }

    Usable host() {
        Long ram = machine.ramBytes().map(this::limited).orNull();
        Long reserve = policy.osReserveBytes()
                .get(machine.os().map(OperatingSystem::id).asOptional().orElse("other"));
        Long capacity = ram == null ? null : Math.max(0, ram - (reserve == null ? 0 : reserve));
        Long free = machine.ramFreeBytes().map(this::limited).orNull();
        return new Usable(HOST, capacity, capacity == null || free == null ? free : min(free, capacity));
    }

    private long limited(long bytes) {
        Fact<MemoryLimit> limit = machine.memoryLimitBytes();
        return limit.asOptional().map(known -> known.within(bytes)).orElse(bytes);
    }

    private static Long min(long a, long b) {
        return Math.min(a, b);
    }

    /** The entry of a part of a fit. */
    static Usable find(List<Usable> usables, Fit.Part part) {
        return usables.stream()
                .filter(usable -> usable.device().equals(part.device()))
                .findFirst()
                .orElseGet(() -> new Usable(part.device(), null, null));
    }
}
