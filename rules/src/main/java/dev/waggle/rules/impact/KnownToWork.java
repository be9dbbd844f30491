package dev.waggle.rules.impact;

import dev.waggle.hardware.Machine;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.KnownGood;
import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.impact.Impact.Broken;
import dev.waggle.rules.judge.Finding;
import dev.waggle.rules.judge.Judge;
import dev.waggle.rules.judge.Query;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks about what is known to work: each such combination, with default settings, must run. */
public final class KnownToWork {
    private KnownToWork() {}

    /** The combinations of a catalog that a judge does not let run. */
    public static List<Broken> broken(Catalog catalog, Judge judge) {
        List<Broken> broken = new ArrayList<>();
        for (KnownGood each : catalog.knownGood()) {
            Verdict verdict = judge.judge(query(catalog, each)).get(0);
            if (verdict.outcome().placement().isPresent()) continue;
            Cell cell = new Cell(each.model(), each.variant(), each.worker(), each.machine());
            broken.add(new Broken(cell, each.source(), verdict.outcome().id(), speaking(verdict)));
        }
        return broken;
    }

    private static Query query(Catalog catalog, KnownGood each) {
        ModelEntry model = known(catalog.models().get(each.model()), each);
        VariantEntry variant = model.variant(each.variant()).orElseThrow();
        Machine machine = known(catalog.machines().get(each.machine()), each);
        WorkerEntry worker = known(catalog.workers().get(each.worker()), each);
        return new Query(model, variant, each.machine(), machine, false, List.of(worker), Wish.none());
    }

    private static <T> T known(@Nullable T entry, KnownGood each) {
        return Optional.ofNullable(entry)
                .orElseThrow(() -> new IllegalStateException("the catalog lets " + each + " name what it has not"));
    }

    private static List<String> speaking(Verdict verdict) {
        String severity = verdict.outcome().id().equals("cannot-run") ? "block" : "unknown";
        return verdict.findings().stream()
                .filter(finding -> finding.severity().equals(severity))
                .map(Finding::rule)
                .distinct()
                .toList();
    }
}
