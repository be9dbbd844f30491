package dev.waggle.server.json;

import dev.waggle.hardware.Backend;
import dev.waggle.hardware.ComputeCapability;
import dev.waggle.hardware.CpuArchitecture;
import dev.waggle.hardware.Detection;
import dev.waggle.hardware.Device;
import dev.waggle.hardware.Fact;
import dev.waggle.hardware.Machine;
import dev.waggle.hardware.MemoryLimit;
import dev.waggle.hardware.OperatingSystem;
import dev.waggle.hardware.Vendor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form of a machine file, with null for unknown, followed by where each fact came from. A limit of memory that does
 * not exist is the text {@code "none"}, since null would mean unknown.
 */
public final class MachineJson {
    private MachineJson() {}

    /** A detected machine, its facts' origins and the notes of its detection. */
    public static Map<String, @Nullable Object> of(Detection detection) {
        Map<String, @Nullable Object> json = of(detection.machine());
        json.put("notes", detection.notes());
        return json;
    }

    /** A machine and its facts' origins. */
    public static Map<String, @Nullable Object> of(Machine machine) {
        Form form = new Form();
        form.put("name", machine.name());
        form.put("os", machine.os().map(OperatingSystem::id));
        form.put("cpuArchitecture", machine.cpuArchitecture().map(CpuArchitecture::id));
        form.put("cpuFeatures", machine.cpuFeatures().map(List::copyOf));
        form.put("cpuName", machine.cpuName());
        form.put("cores", machine.cores());
        form.put("ramBytes", machine.ramBytes());
        form.put("ramFreeBytes", machine.ramFreeBytes());
        form.put("memoryLimitBytes", machine.memoryLimitBytes().map(MachineJson::limit));
        List<Map<String, @Nullable Object>> devices = new ArrayList<>();
        for (Device device : machine.devices()) devices.add(device(device));
        form.put("devices", devices);
        return form.withOrigins();
    }

    private static Object limit(MemoryLimit limit) {
        return limit instanceof MemoryLimit.Bytes bytes ? bytes.bytes() : "none";
    }

    private static Map<String, @Nullable Object> device(Device device) {
        Form form = new Form();
        form.put("id", device.id());
        form.put("vendor", device.vendor().map(Vendor::id));
        form.put("name", device.name());
        form.put("memoryBytes", device.memoryBytes());
        form.put("freeBytes", device.freeBytes());
        form.put("computeCapability", device.computeCapability().map(ComputeCapability::toString));
        form.put("driverVersion", device.driverVersion());
        form.put("unifiedMemory", device.unifiedMemory());
        form.put("backends", device.backends().map(MachineJson::ids));
        return form.withOrigins();
    }

    private static List<String> ids(Set<Backend> backends) {
        return backends.stream().map(Backend::id).toList();
    }

    /** An object in the making: facts become values, their origins are kept aside. */
    private static final class Form {
        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
        private final Map<String, @Nullable Object> origins = new LinkedHashMap<>();

        void put(String name, Object value) {
            values.put(name, value);
        }

        void put(String name, Fact<?> fact) {
            values.put(name, fact.orNull());
            origins.put(name, (fact.isKnown() ? "" : "unknown: ") + fact.origin());
        }

        Map<String, @Nullable Object> withOrigins() {
            values.put("origins", origins);
            return values;
        }
    }
}
