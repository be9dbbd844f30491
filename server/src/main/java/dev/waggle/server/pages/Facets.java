package dev.waggle.server.pages;

import dev.waggle.hardware.Machine;
import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.server.app.Matrix;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What can be chosen in the form above the matrix. */
record Facets(
        List<Choice> machines,
        List<String> formats,
        List<String> architectures,
        List<String> tasks,
        List<String> workers) {
    /** A machine. */
    record Choice(String id, String name) {}

    static Facets of(Map<String, Machine> machines, Matrix matrix) {
        List<VariantEntry> variants = matrix.rows().stream()
                .flatMap(row -> row.model().variants().stream())
                .toList();
        return new Facets(
                machines.entrySet().stream()
                        .map(each -> new Choice(each.getKey(), each.getValue().name()))
                        .toList(),
                variants.stream().map(VariantEntry::format).distinct().sorted().toList(),
                variants.stream()
                        .map(VariantEntry::architecture)
                        .filter(Objects::nonNull)
                        .distinct()
                        .sorted()
                        .toList(),
                matrix.rows().stream()
                        .map(Matrix.Row::model)
                        .map(ModelEntry::tasks)
                        .flatMap(List::stream)
                        .distinct()
                        .sorted()
                        .toList(),
                matrix.workers().stream().map(WorkerEntry::id).toList());
    }
}
