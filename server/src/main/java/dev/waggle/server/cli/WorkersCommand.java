package dev.waggle.server.cli;

import dev.waggle.rules.catalog.EngineEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.json.CatalogJson;
import dev.waggle.server.json.Json;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands about workers. */
@Command(
        name = "workers",
        description = "Look at workers, and install them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {WorkersInstallCommand.class, WorkersInstalledCommand.class, WorkersRemoveCommand.class})
final class WorkersCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "list", description = "List the workers of the catalog.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Print JSON.") boolean json, @Mixin AppOptions app) {
        Collection<WorkerEntry> workers = app.catalog().workers().values();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.pretty(workers.stream().map(CatalogJson::worker).toList()));
        } else {
            Table table = new Table(100, "worker", "backend", "engine", "formats", "what it is");
            for (WorkerEntry worker : workers)
                table.row(
                        worker.id(),
                        worker.workerType(),
                        worker.engine().id(),
                        String.join(" ", worker.supportedFormats()),
                        worker.description());
            out.print(table);
        }
        out.flush();
        return ExitCode.YES;
    }

    @Command(name = "show", description = "Print what the catalog says of a worker.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--json", description = "Print JSON.") boolean json,
            @Mixin AppOptions app)
            throws UnknownIdException {
        Map<String, WorkerEntry> workers = app.catalog().workers();
        WorkerEntry worker = workers.get(id);
        if (worker == null) throw new UnknownIdException("worker", id, workers.keySet());
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? Json.pretty(CatalogJson.worker(worker)) + System.lineSeparator() : sheet(worker));
        out.flush();
        return ExitCode.YES;
    }

    private static String sheet(WorkerEntry worker) {
        EngineEntry engine = worker.engine();
        Sheet sheet = new Sheet()
                .add("name", worker.name())
                .add("what it is", worker.description())
                .add("backend", worker.workerType())
                .add(
                        "platforms",
                        String.join(" ", worker.platforms()) + " on " + String.join(" ", worker.architectures()))
                .add("engine", engine.name() + " " + engine.version())
                .add("tasks", String.join(" ", worker.tasks()))
                .add("placements", String.join(" ", worker.placements()))
                .add("license", worker.license())
                .add("parameters", String.join(" ", new TreeSet<>(engine.parameters())));
        engine.formats()
                .forEach((format, support) ->
                        sheet.add(format, String.join(" ", new TreeSet<>(support.architectures()))));
        return sheet.add("facts from", worker.factsFrom() + (worker.recalled() ? " (partly from memory)" : ""))
                .toString();
    }
}
