package dev.waggle.server.cli;

import dev.waggle.hardware.Device;
import dev.waggle.hardware.Machine;
import dev.waggle.server.app.Quantity;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.json.Json;
import dev.waggle.server.json.MachineJson;
import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands about named machines. */
@Command(
        name = "machines",
        description = "Look at the machines that can be asked about by name.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class MachinesCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "list", description = "List the named machines.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print JSON.") boolean json, @Mixin AppOptions app) {
        Map<String, Machine> machines = app.catalog().machines();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    Json.pretty(machines.values().stream().map(MachineJson::of).toList()));
        } else {
            Table table = new Table(100, "machine", "memory", "GPUs");
            machines.forEach((id, machine) -> table.row(
                    id,
                    machine.ramBytes().asOptional().map(Quantity::bytes).orElse("unknown"),
                    machine.devices().stream().map(MachinesCommand::device).collect(Collectors.joining(", "))));
            out.print(table);
        }
        out.flush();
        return ExitCode.YES;
    }

    private static String device(Device device) {
        return device.name().asOptional().orElse(device.id()) + " "
                + device.memoryBytes().asOptional().map(Quantity::bytes).orElse("of unknown memory");
    }

    @Command(name = "show", description = "Print a named machine as a machine file.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "ID") String id, @Mixin AppOptions app) throws UnknownIdException {
        Map<String, Machine> machines = app.catalog().machines();
        Machine machine = machines.get(id);
        if (machine == null) throw new UnknownIdException("machine", id, machines.keySet());
        PrintWriter out = spec.commandLine().getOut();
        out.println(Json.pretty(MachineJson.of(machine)));
        out.flush();
        return ExitCode.YES;
    }
}
