package dev.waggle.rules.judge;

import dev.waggle.hardware.Backend;
import dev.waggle.hardware.CpuArchitecture;
import dev.waggle.hardware.Device;
import dev.waggle.hardware.Machine;
import dev.waggle.hardware.OperatingSystem;
import dev.waggle.hardware.Vendor;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Facts about a machine and its devices, as rules read them. */
final class DeviceFacts {
    private static final long MAJOR = 1_000_000;
    private static final long MINOR = 1_000;

    private DeviceFacts() {}

    static dev.waggle.rules.facts.Machine of(Machine machine) {
        return new dev.waggle.rules.facts.Machine(
                machine.name(),
                machine.os().map(OperatingSystem::id).orNull(),
                machine.cpuArchitecture().map(CpuArchitecture::id).orNull(),
                machine.cpuFeatures().orNull(),
                backends(machine));
    }

    /** Every backend a device offers, and cpu; unknown where a device's are, since it may offer any. */
    private static @Nullable Set<String> backends(Machine machine) {
        Set<String> all = new TreeSet<>(Set.of(Backend.CPU.id()));
        for (Device device : machine.devices()) {
            Set<Backend> backends = device.backends().orNull();
            if (backends == null) return null;
            for (Backend backend : backends) all.add(backend.id());
        }
        return all;
    }

    static dev.waggle.rules.facts.Device of(int target, Device device) {
        String driver = device.driverVersion().orNull();
        return new dev.waggle.rules.facts.Device(
                target,
                device.id(),
                device.name().orNull(),
                device.vendor().map(Vendor::id).orNull(),
                device.computeCapability()
                        .map(capability -> Double.valueOf(capability.toString()))
                        .orNull(),
                driver,
                driver == null ? null : driverNumber(driver));
    }

    /** {@code 580.65.06} as 580065006; null where it is no such version. */
    static @Nullable Long driverNumber(String version) {
        if (!version.matches("\\d{1,5}(\\.\\d{1,3}){0,2}(\\..*)?")) return null;
        String[] parts = version.split("\\.", 4);
        long number = Long.parseLong(parts[0]) * MAJOR;
        if (parts.length > 1) number += Long.parseLong(parts[1]) * MINOR;
        return parts.length > 2 ? number + Long.parseLong(parts[2]) : number;
    }
}
