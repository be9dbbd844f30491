package dev.waggle.rules.explain;

import dev.waggle.rules.book.Severity;
import dev.waggle.rules.facts.RuleFact;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the hits about one worker come to, worked out apart from the code that draws verdicts. */
final class Ruling {
    /** The outcomes, the best first. */
    private enum Outcome {
        RUNS,
        CAVEATS,
        UNKNOWN,
        CANNOT_RUN
    }

    private Ruling() {}

    /**
     * The rules without which the outcome would be another.
     *
     * @param hits everything true or unknown that concerns the worker
     * @param rungs the numbers of its placements
     */
    static Set<String> deciders(List<Match> hits, Set<Integer> rungs) {
        Outcome outcome = outcome(hits, rungs);
        Set<String> deciders = new TreeSet<>();
        for (String rule : rules(hits)) {
            List<Match> without =
                    hits.stream().filter(hit -> !hit.rule().id().equals(rule)).toList();
            if (outcome != outcome(without, rungs)) deciders.add(rule);
        }
        return deciders;
    }

    /** The rules that a verdict lets speak: of what is not known only that which might refuse, and where nothing does. */
    static Set<String> speakers(List<Match> hits) {
        boolean refused = hits.stream()
                .anyMatch(hit -> hit.truth() == Truth.TRUE && hit.rule().severity() == Severity.BLOCK);
        return rules(hits.stream()
                .filter(hit ->
                        hit.truth() == Truth.TRUE || (!refused && hit.rule().severity() == Severity.BLOCK))
                .toList());
    }

    private static Set<String> rules(List<Match> hits) {
        return hits.stream().map(hit -> hit.rule().id()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rules that note something. */
    static Set<String> notes(List<Match> hits) {
        return rules(hits.stream()
                .filter(hit -> hit.truth() == Truth.TRUE)
                .filter(hit ->
                        hit.rule().severity() == Severity.NOTE || hit.rule().severity() == Severity.OFFER)
                .toList());
    }

    private static Outcome outcome(List<Match> hits, Set<Integer> rungs) {
        Outcome whole = worst(hits, RuleFact.ALL);
        Outcome placed = Outcome.CANNOT_RUN;
        for (int rung : new TreeSet<>(rungs)) {
            Outcome here = worst(hits, rung);
            boolean first = rung == 0;
            if (here != Outcome.CANNOT_RUN) {
                placed = first || here == Outcome.UNKNOWN ? here : Outcome.CAVEATS;
                break;
            }
        }
        return whole.compareTo(placed) > 0 ? whole : placed;
    }

    private static Outcome worst(List<Match> hits, int rung) {
        Outcome worst = Outcome.RUNS;
        for (Match hit : hits) {
            if (rung(hit) != rung) continue;
            Outcome here = outcome(hit);
            if (here.compareTo(worst) > 0) worst = here;
        }
        return worst;
    }

    private static Outcome outcome(Match hit) {
        if (hit.truth() == Truth.UNKNOWN)
            return hit.rule().severity() == Severity.BLOCK ? Outcome.UNKNOWN : Outcome.RUNS;
        return switch (hit.rule().severity()) {
            case BLOCK -> Outcome.CANNOT_RUN;
            case WARN -> Outcome.CAVEATS;
            case NOTE, OFFER -> Outcome.RUNS;
        };
    }

    private static int rung(Match hit) {
        return hit.facts().stream().mapToInt(RuleFact::rung).max().orElse(RuleFact.ALL);
    }
}
