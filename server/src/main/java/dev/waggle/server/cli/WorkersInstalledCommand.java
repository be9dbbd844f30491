package dev.waggle.server.cli;

import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.runtime.install.Installed;
import dev.waggle.server.app.InstalledEngines;
import dev.waggle.server.app.Quantity;
import dev.waggle.server.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what is installed in the data folder. */
@Command(
        name = "installed",
        description = "List the packages that are installed, and the workers they are for.",
        mixinStandardHelpOptions = true)
final class WorkersInstalledCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private AppOptions app = new AppOptions();

    @Override
    public Integer call() {
        List<Installed> all = new InstalledEngines(app.dataFolder()).installer().list();
        Catalog catalog = app.catalog();
        PrintWriter out = spec.commandLine().getOut();
        if (json)
            out.println(Json.pretty(all.stream()
                    .map(each -> object(each, workers(catalog, each)))
                    .toList()));
        else if (all.isEmpty()) out.println("Nothing is installed. Try: waggle workers install llamacpp-cpu");
        else {
            Table table = new Table(100, "package", "version", "size", "workers");
            for (Installed each : all)
                table.row(
                        each.npmPackage().name(),
                        each.npmPackage().version(),
                        Quantity.bytes(each.npmPackage().unpackedBytes()),
                        String.join(" ", workers(catalog, each)));
            out.print(table);
        }
        out.flush();
        return ExitCode.YES;
    }

    /** The catalog's workers that use exactly this package: none where the catalog has moved on. */
    private static List<String> workers(Catalog catalog, Installed installed) {
        List<String> ids = new ArrayList<>();
        for (WorkerEntry worker : catalog.workers().values())
            if (worker.packages().stream()
                    .anyMatch(each -> InstalledEngines.npm(each).equals(installed.npmPackage()))) ids.add(worker.id());
        return ids;
    }

    private static Map<String, Object> object(Installed installed, List<String> workers) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("package", installed.npmPackage().name());
        object.put("version", installed.npmPackage().version());
        object.put("unpackedBytes", installed.npmPackage().unpackedBytes());
        object.put("libraryFolder", installed.libraryFolder().toString());
        object.put("workers", workers);
        return object;
    }
}
