package dev.waggle.server.pages;

import dev.waggle.hardware.Backend;
import dev.waggle.hardware.CpuArchitecture;
import dev.waggle.hardware.Device;
import dev.waggle.hardware.Fact;
import dev.waggle.hardware.Machine;
import dev.waggle.hardware.MemoryLimit;
import dev.waggle.hardware.OperatingSystem;
import dev.waggle.server.app.Waggle.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A machine as its card shows it.
 *
 * @param id a named machine's id, or {@code local}
 * @param name as shown to people
 * @param local whether it is this machine
 * @param system operating system and CPU architecture
 * @param processor name and cores
 * @param memory RAM first, then each GPU
 * @param gpus how many GPUs, in words
 * @param notes what a person should know about how it was found out
 */
record MachineView(
        String id,
        String name,
        boolean local,
        String system,
        String processor,
        List<MemoryBar> memory,
        String gpus,
        List<String> notes) {
    static MachineView of(Place place, List<String> notes) {
        Machine machine = place.machine();
        List<MemoryBar> memory = new ArrayList<>();
        memory.add(new MemoryBar(
                "RAM",
                ramFacts(machine),
                machine.ramBytes().orNull(),
                machine.ramFreeBytes().orNull()));
        for (Device device : machine.devices())
            memory.add(new MemoryBar(
                    text(device.name(), name -> name),
                    deviceFacts(device),
                    device.memoryBytes().orNull(),
                    device.freeBytes().orNull()));
        return new MachineView(
                place.id(),
                place.detected() ? "This machine" : machine.name(),
                place.detected(),
                text(machine.os(), OperatingSystem::id) + ", " + text(machine.cpuArchitecture(), CpuArchitecture::id),
                text(machine.cpuName(), name -> name) + ", " + text(machine.cores(), String::valueOf) + " cores",
                memory,
                gpus(machine.devices().size()),
                notes);
    }

    private static String gpus(int count) {
        if (count == 0) return "no GPU found";
        return count == 1 ? "1 GPU" : count + " GPUs";
    }

    private static String ramFacts(Machine machine) {
        return machine.memoryLimitBytes().orNull() instanceof MemoryLimit.Bytes limit
                ? "this program and its workers may have " + Figures.bytes(limit.bytes())
                : "";
    }

    private static String deviceFacts(Device device) {
        List<String> facts = new ArrayList<>();
        facts.add(text(device.backends(), MachineView::backends));
        device.computeCapability().asOptional().ifPresent(value -> facts.add("compute capability " + value));
        device.driverVersion().asOptional().ifPresent(value -> facts.add("driver " + value));
        if (device.unifiedMemory().asOptional().orElse(false)) facts.add("shares the machine's memory");
        return String.join(" · ", facts);
    }

    private static String backends(Iterable<Backend> backends) {
        List<String> ids = new ArrayList<>();
        for (Backend backend : backends) ids.add(backend.id());
        return ids.isEmpty() ? "no backend" : ids.stream().collect(Collectors.joining(", "));
    }

    private static <T> String text(Fact<T> fact, Function<T, String> shown) {
        return fact.map(shown).asOptional().orElse("unknown");
    }
}
