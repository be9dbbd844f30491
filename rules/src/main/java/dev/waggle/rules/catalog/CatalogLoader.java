package dev.waggle.rules.catalog;

import dev.waggle.hardware.Machine;
import dev.waggle.models.ModelFile;
import dev.waggle.rules.fit.FitRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a catalog and checks all of it: fields, types, vocabularies, references and figures. The first thing that is not
 * as the catalog's README says refuses the whole.
 */
public final class CatalogLoader {
    private final CatalogFiles files;

    private CatalogLoader(CatalogFiles files) {
        this.files = files;
    }

    /**
     * Loads the catalog in a folder.
     *
     * @throws CatalogException where anything in it is not as it must be
     */
    public static Catalog load(Path folder) {
        if (!Files.isDirectory(folder)) throw unreadable(folder, "no such folder", "the folder of a catalog");
        try {
            return load(CatalogFiles.of(folder));
        } catch (IOException e) {
            throw unreadable(folder, "not readable: " + e, "a readable folder");
        }
    }

    private static CatalogException unreadable(Path folder, String found, String allowed) {
        return new CatalogException(Place.of(String.valueOf(folder)), null, found, allowed, "");
    }

    /**
     * Loads the catalog of these files.
     *
     * @throws CatalogException where anything in it is not as it must be
     */
    public static Catalog load(CatalogFiles files) {
        return new CatalogLoader(files).load();
    }

    /** Loads the catalog this program was built with. */
    public static Catalog embedded() {
        return new CatalogLoader(CatalogFiles.embedded()).load();
    }

    private Catalog load() {
        files.refuseOthers();
        String graphs = "graphs/" + ArchitectureReader.RULES + ".yaml";
        ArchitectureReader architectures = row(graphs, ArchitectureReader.RULES, ArchitectureReader::new);
        Map<String, FitRules> rules = FitRules.all(architectures.read()).stream()
                .collect(Collectors.toMap(FitRules::name, Function.identity()));
        Map<String, EngineEntry> engines = rows("engines", (node, id) -> EngineReader.read(node, id, rules));
        architectures.checkNames(engines.values());
        Map<String, WorkerEntry> workers = rows("workers", (node, id) -> WorkerReader.read(node, id, engines));
        Map<String, ModelFile> shapes = Shapes.read(files);
        Map<String, ModelEntry> models = rows("models", (node, id) -> ModelReader.read(node, id, shapes));
        Map<String, Machine> machines = rows("machines", MachineFile::inCatalog);
        DeviceRows.check(tree("devices/devices.yaml", null), tree("devices/cpus.yaml", null));
        Policy policy = PolicyReader.read(tree("policy.yaml", null), workers.keySet());
        List<KnownGood> knownGood =
                new KnownGoodReader(models, workers.keySet(), machines.keySet()).read(tree("known-good.yaml", null));
        return new Catalog(files.hash(), engines, workers, models, machines, policy, knownGood);
    }

    /** Rows are read in parallel: a cold start spends its time in the YAML parser and in computing variants. */
    private <T> Map<String, T> rows(String folder, BiFunction<Node, String, T> read) {
        Map<String, T> rows = new TreeMap<>();
        List.copyOf(files.pathsByName(folder, ".yaml").entrySet()).parallelStream()
                .map(file -> Map.entry(file.getKey(), row(file.getValue(), file.getKey(), read)))
                .toList()
                .forEach(row -> rows.put(row.getKey(), row.getValue()));
        return rows;
    }

    private <T> T row(String path, String id, BiFunction<Node, String, T> read) {
        Node node = tree(path, id);
        checkId(node, id);
        return read.apply(node, id);
    }

    private Node tree(String path, @Nullable String id) {
        return TreeReader.read(path, id, files.text(path));
    }

    private static void checkId(Node node, String id) {
        Node value = node instanceof Node.Fields fields ? fields.fields().get("id") : null;
        if (!(value instanceof Node.Text found))
            throw new CatalogException(node.place(), id, "no 'id'", "'" + id + "', the file's name", "");
        if (!found.value().equals(id))
            throw new CatalogException(found.place(), id, found.shown(), "'" + id + "', the file's name", "");
        if (!id.matches("[a-z0-9.-]+"))
            throw new CatalogException(found.place(), id, found.shown(), "a-z, 0-9, '.' and '-'", "");
    }
}
