package dev.waggle.rules.judge;

import dev.waggle.rules.catalog.EngineEntry;
import dev.waggle.rules.catalog.EngineEntry.FormatSupport;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.facts.RuleFact;
import dev.waggle.rules.fit.Placement;
import dev.waggle.rules.judge.Judge.Found;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Draws the verdict of one target. */
final class Ladder {
    private final Query query;
    private final Target target;
    private final List<Rung> rungs;
    private final List<Found> whole;
    private final List<Found> placed;

    Ladder(Query query, Target target, List<Rung> rungs, List<Found> found) {
        this.query = query;
        this.target = target;
        this.rungs = rungs;
        this.whole = where(found, each -> concerns(each, target.number()) && each.rung() == RuleFact.ALL);
        this.placed = where(found, each -> concerns(each, target.number()) && each.rung() != RuleFact.ALL);
    }

    private static boolean concerns(Found found, int number) {
        return found.target() == number || found.target() == RuleFact.ALL;
    }

    private static List<Found> where(List<Found> found, Predicate<Found> test) {
        return found.stream().filter(test).toList();
    }

    Verdict verdict() {
        Settlement<Found> settled =
                Settlement.of(whole, rungs.stream().map(this::of).toList());
        List<Finding> findings = settled.relevant().stream()
                .map(Found::finding)
                .distinct()
                .sorted(Settlement.gravestFirst(Finding::severity).thenComparing(Finding::rule))
                .toList();
        Rung chosen = settled.placement() < 0 ? null : rungs.get(settled.placement());
        Rung reported = chosen != null ? chosen : rungs.isEmpty() ? null : rungs.get(rungs.size() - 1);
        FitReport fit = reported == null ? null : reported.report();
        return new Verdict(
                query.model().id(),
                query.variant().id(),
                target.worker(),
                query.place(),
                target.settings(),
                outcome(settled.kind(), findings, chosen),
                confidence(fit),
                findings,
                fit);
    }

    private List<Found> of(Rung rung) {
        return where(placed, each -> each.rung() == rung.number());
    }

    private static Outcome outcome(Settlement.Kind kind, List<Finding> findings, @Nullable Rung chosen) {
        if (kind == Settlement.Kind.CANNOT_RUN) return new Outcome.CannotRun(of("block", findings));
        List<Finding> unknowns = of("unknown", findings);
        if (kind == Settlement.Kind.UNKNOWN)
            return new Outcome.Unknown(unknowns.isEmpty() ? List.of(noPlacement()) : unknowns);
        Placement where = Objects.requireNonNull(chosen).placement();
        return kind == Settlement.Kind.RUNS
                ? new Outcome.Runs(where)
                : new Outcome.RunsWithCaveats(where, of("warn", findings));
    }

    /** No rule spoke and yet there is no placement to judge: then nothing is known, and that is said. */
    private static Finding noPlacement() {
        return new Finding(
                "no-placement", "unknown", "No placement of the model on this machine could be computed.", Map.of());
    }

    private static List<Finding> of(String severity, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity().equals(severity))
                .toList();
    }

    private Confidence confidence(@Nullable FitReport fit) {
        WorkerEntry worker = target.worker();
        EngineEntry engine = worker.engine();
        VariantEntry variant = query.variant();
        boolean tested = engine.evidence().stream()
                .anyMatch(seen -> seen.format().equals(variant.format())
                        && seen.architecture().equals(variant.architecture())
                        && seen.backend().equals(worker.workerType()));
        if (tested) return Confidence.TESTED;
        FormatSupport support = engine.formats().get(variant.format());
        boolean read = support != null
                && variant.architecture() != null
                && support.architectures().contains(variant.architecture());
        return read && fit != null && fit.exact() ? Confidence.EXPECTED : Confidence.UNTESTED;
    }
}
