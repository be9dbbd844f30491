package dev.waggle.rules.judge;

import dev.waggle.hardware.Machine;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.catalog.MachineFile;
import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.drools.BookFolder;
import java.util.List;
import java.util.Objects;

/** The shipped catalog and rules, and short ways to ask them. */
final class Court {
    static final Catalog CATALOG = CatalogLoader.embedded();
    static final RuleSet RULES = new RuleSet(BookFolder.embedded());
    static final Judge JUDGE = new Judge(CATALOG.policy(), RULES);

    private Court() {}

    static List<WorkerEntry> workers() {
        return List.copyOf(CATALOG.workers().values());
    }

    static WorkerEntry worker(String id) {
        return Objects.requireNonNull(CATALOG.workers().get(id), id);
    }

    static Machine machine(String id) {
        return Objects.requireNonNull(CATALOG.machines().get(id), id);
    }

    static ModelEntry model(String id) {
        return Objects.requireNonNull(CATALOG.models().get(id), id);
    }

    /** A machine of one's own, as a machine file. */
    static Machine described(String json) {
        return MachineFile.parse("described.json", json.replace('\'', '"'));
    }

    /** A question about a model as {@code id:variant} on all workers. */
    static Query query(String subject, Machine machine, Wish wish) {
        int colon = subject.lastIndexOf(':');
        ModelEntry model = model(subject.substring(0, colon));
        VariantEntry variant = model.variant(subject.substring(colon + 1)).orElseThrow();
        return new Query(model, variant, "there", machine, false, workers(), wish);
    }

    /** The verdict of one worker on a model as {@code id:variant}. */
    static Verdict ask(String subject, String worker, Machine machine) {
        return ask(query(subject, machine, Wish.none()), worker);
    }

    static Verdict ask(Query query, String worker) {
        return JUDGE.judge(query).stream()
                .filter(verdict -> verdict.worker().id().equals(worker))
                .findFirst()
                .orElseThrow();
    }

    /** The ids of the rules that speak in a verdict. */
    static List<String> rules(Verdict verdict) {
        return verdict.findings().stream().map(Finding::rule).distinct().toList();
    }

    /** The ids of the rules that refuse. */
    static List<String> blocks(Verdict verdict) {
        return verdict.findings().stream()
                .filter(finding -> finding.severity().equals("block"))
                .map(Finding::rule)
                .distinct()
                .toList();
    }
}
