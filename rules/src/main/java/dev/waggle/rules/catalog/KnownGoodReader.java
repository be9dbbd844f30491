package dev.waggle.rules.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads {@code known-good.yaml}: what must never be refused. Every row names what the catalog has. */
final class KnownGoodReader {
    private static final List<String> FIELDS = List.of("model", "variants", "workers", "machines", "source");

    private final Map<String, ModelEntry> models;
    private final Collection<String> workers;
    private final Collection<String> machines;

    KnownGoodReader(Map<String, ModelEntry> models, Collection<String> workers, Collection<String> machines) {
        this.models = models;
        this.workers = workers;
        this.machines = machines;
    }

    List<KnownGood> read(Node node) {
        List<KnownGood> all = new ArrayList<>();
        for (Row row : Row.of(node, null, List.of("knownGood")).rows("knownGood", FIELDS)) addAll(row, all);
        return List.copyOf(all);
    }

    private void addAll(Row row, List<KnownGood> all) {
        String model = row.oneOf("model", models.keySet());
        ModelEntry entry = models.get(model);
        List<String> variants = row.someOf(
                "variants",
                entry == null
                        ? List.of()
                        : entry.variants().stream().map(VariantEntry::id).toList());
        List<String> onWorkers = row.someOf("workers", workers);
        List<String> onMachines = row.someOf("machines", machines);
        String source = row.text("source");
        for (String variant : variants)
            for (String worker : onWorkers)
                for (String machine : onMachines) all.add(new KnownGood(model, variant, worker, machine, source));
    }
}
