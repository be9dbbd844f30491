package dev.waggle.server.cli;

import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.EnginePackage;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.runtime.install.InstallException;
import dev.waggle.runtime.install.Installed;
import dev.waggle.server.app.InstalledEngines;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes what was installed for a worker. */
@Command(
        name = "remove",
        description = "Remove what is installed for a worker. Workers that share its package lose it too.",
        mixinStandardHelpOptions = true)
final class WorkersRemoveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", description = "A worker that is installed.")
    private String id = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private AppOptions app = new AppOptions();

    @Override
    public Integer call() throws UnknownIdException {
        Catalog catalog = app.catalog();
        WorkerEntry worker = catalog.workers().get(id);
        if (worker == null)
            throw new UnknownIdException("worker", id, catalog.workers().keySet());
        List<String> removed = removed(worker);
        PrintWriter out = spec.commandLine().getOut();
        if (json) out.println(Json.pretty(Map.of("worker", id, "removed", removed)));
        else out.println(removed.isEmpty() ? id + " is not installed." : "Removed " + String.join(", ", removed) + ".");
        out.flush();
        return removed.isEmpty() ? ExitCode.NO : ExitCode.YES;
    }

    /** Packages by name, of whatever version. */
    private List<String> removed(WorkerEntry worker) {
        InstalledEngines engines = new InstalledEngines(app.dataFolder());
        List<String> names = worker.packages().stream().map(EnginePackage::name).toList();
        List<String> removed = new ArrayList<>();
        try {
            for (Installed each : engines.installer().list())
                if (names.contains(each.npmPackage().name())
                        && engines.installer().remove(each.npmPackage()))
                    removed.add(each.npmPackage().toString());
        } catch (InstallException e) {
            throw InstallFailures.toCommandFailure(e);
        }
        return removed;
    }
}
