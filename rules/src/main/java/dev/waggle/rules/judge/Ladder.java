package dev.waggle.rules.judge;

import dev.waggle.rules.book.Severity;
import dev.waggle.rules.catalog.EngineEntry;
import dev.waggle.rules.catalog.EngineEntry.FormatSupport;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.facts.RuleFact;
import dev.waggle.rules.judge.Judge.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Draws the verdict of one target. Findings about the target as a whole count always; of the placements, tried in order,
 * the first that nothing blocks is the answer, and why the earlier ones were refused becomes its caveats.
 */
final class Ladder {
    private static final List<String> GRAVEST_FIRST = List.of("block", "unknown", "warn", "offer", "note");

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
        Rung chosen = chosen();
        List<Found> relevant = new ArrayList<>(whole);
        for (Rung rung : rungs) {
            if (chosen == null || rung.number() == chosen.number()) relevant.addAll(of(rung));
            else if (rung.number() < chosen.number()) relevant.addAll(asCaveats(of(rung)));
        }
        relevant.removeIf(each -> each.unknown() && each.severity() != Severity.BLOCK);
        if (relevant.stream().anyMatch(Ladder::blocks)) relevant.removeIf(Found::unknown);
        List<Finding> findings = relevant.stream()
                .map(Found::finding)
                .distinct()
                .sorted(Comparator.comparingInt((Finding finding) -> GRAVEST_FIRST.indexOf(finding.severity()))
                        .thenComparing(Finding::rule))
                .toList();
        Rung reported = chosen != null ? chosen : rungs.isEmpty() ? null : rungs.get(rungs.size() - 1);
        FitReport fit = reported == null ? null : reported.report();
        return new Verdict(
                query.model().id(),
                query.variant().id(),
                target.worker(),
                query.place(),
                target.settings(),
                outcome(findings, chosen),
                confidence(fit),
                findings,
                fit);
    }

    /** The first placement nothing blocks; null where all are blocked, or there is none. */
    private @Nullable Rung chosen() {
        for (Rung rung : rungs) if (of(rung).stream().noneMatch(Ladder::blocks)) return rung;
        return null;
    }

    private List<Found> of(Rung rung) {
        return where(placed, each -> each.rung() == rung.number());
    }

    private static boolean blocks(Found found) {
        return found.severity() == Severity.BLOCK && !found.unknown();
    }

    /** Of a refused placement, why it was refused: no longer a refusal of the whole. */
    private static List<Found> asCaveats(List<Found> refused) {
        return refused.stream()
                .filter(Ladder::blocks)
                .map(each -> {
                    Finding was = each.finding();
                    Finding caveat = new Finding(was.rule(), Severity.WARN.id(), was.message(), was.facts());
                    return new Found(caveat, Severity.WARN, false, each.target(), each.rung());
                })
                .toList();
    }

    private Outcome outcome(List<Finding> findings, @Nullable Rung chosen) {
        List<Finding> blocks = of("block", findings);
        if (!blocks.isEmpty()) return new Outcome.CannotRun(blocks);
        List<Finding> unknowns = of("unknown", findings);
        if (!unknowns.isEmpty()) return new Outcome.Unknown(unknowns);
        if (chosen == null) return new Outcome.Unknown(List.of(noPlacement()));
        List<Finding> warnings = of("warn", findings);
        return warnings.isEmpty()
                ? new Outcome.Runs(chosen.placement())
                : new Outcome.RunsWithCaveats(chosen.placement(), warnings);
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
