package dev.waggle.server.cli;

import dev.waggle.hardware.Backend;
import dev.waggle.hardware.ComputeCapability;
import dev.waggle.hardware.CpuArchitecture;
import dev.waggle.hardware.Detection;
import dev.waggle.hardware.Device;
import dev.waggle.hardware.Fact;
import dev.waggle.hardware.Machine;
import dev.waggle.hardware.MachineDetector;
import dev.waggle.hardware.MemoryLimit;
import dev.waggle.hardware.OperatingSystem;
import dev.waggle.hardware.Vendor;
import dev.waggle.server.app.Quantity;
import dev.waggle.server.json.Json;
import dev.waggle.server.json.MachineJson;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what this machine has. */
@Command(
        name = "hardware",
        description = "Print what this machine has, and what could not be found out.",
        mixinStandardHelpOptions = true)
final class HardwareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print a machine file, with the origin of each fact.")
    private boolean json;

    @Override
    public Integer call() {
        Detection detection = MachineDetector.detect();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.pretty(MachineJson.of(detection)));
        } else {
            out.print(machine(detection.machine()));
            detection.machine().devices().forEach(device -> out.print("\n" + device(device)));
            detection.notes().forEach(note -> out.println("\nNote: " + note));
        }
        out.flush();
        return ExitCode.YES;
    }

    private static String machine(Machine machine) {
        Sheet sheet = new Sheet()
                .add(
                        "system",
                        text(machine.os().map(OperatingSystem::id)) + ", "
                                + text(machine.cpuArchitecture().map(CpuArchitecture::id)))
                .add("processor", text(machine.cpuName()))
                .add("cores", text(machine.cores()))
                .add("features", text(machine.cpuFeatures().map(features -> String.join(" ", features))))
                .add(
                        "memory",
                        text(machine.ramBytes().map(Quantity::bytes)) + ", free "
                                + text(machine.ramFreeBytes().map(Quantity::bytes)));
        if (machine.memoryLimitBytes().orNull() instanceof MemoryLimit.Bytes limit)
            sheet.add("limit", Quantity.bytes(limit.bytes()) + " for this program and its workers");
        sheet.add(
                "GPUs",
                machine.devices().isEmpty()
                        ? "none found"
                        : String.valueOf(machine.devices().size()));
        return sheet.toString();
    }

    private static String device(Device device) {
        return new Sheet()
                .add(device.id(), text(device.name()))
                .add("vendor", text(device.vendor().map(Vendor::id)))
                .add(
                        "memory",
                        text(device.memoryBytes().map(Quantity::bytes)) + ", free "
                                + text(device.freeBytes().map(Quantity::bytes)))
                .add(
                        "unified",
                        text(device.unifiedMemory()
                                .map(unified -> unified ? "shares the machine's memory" : "has its own memory")))
                .add("compute capability", text(device.computeCapability().map(ComputeCapability::toString)))
                .add("driver", text(device.driverVersion()))
                .add(
                        "backends",
                        text(device.backends()
                                .map(all -> all.stream().map(Backend::id).collect(Collectors.joining(" ")))))
                .toString();
    }

    private static String text(Fact<?> fact) {
        return fact.isKnown() ? String.valueOf(fact.orNull()) : "unknown (" + fact.origin() + ")";
    }
}
