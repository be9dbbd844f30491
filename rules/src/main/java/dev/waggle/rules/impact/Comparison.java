package dev.waggle.rules.impact;

import dev.waggle.rules.judge.Docket;
import dev.waggle.rules.judge.Settlement.Kind;
import dev.waggle.rules.matrix.CellVerdict;
import dev.waggle.rules.matrix.CellVerdict.Said;
import dev.waggle.rules.matrix.JudgedMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares two judged matrices, cell by cell. */
public final class Comparison {
    private static final int MOST_EXAMPLES = 50;

    private final JudgedMatrix before;
    private final JudgedMatrix after;
    private final CellMap cells;
    private final Map<Pair, Difference> differences = new HashMap<>();
    private final Map<Kind, Map<Kind, Tally>> tallies = new EnumMap<>(Kind.class);
    private int compared;
    private int changed;
    private boolean stops;

    /** Numbers of a verdict before and of one after. */
    private record Pair(int before, int after) {}

    /** What sets two verdicts apart, counted: many cells share it. */
    private static final class Difference {
        private final List<String> gained;
        private final List<String> lost;
        private int count;

        Difference(CellVerdict before, CellVerdict after) {
            this.gained = minus(after, before);
            this.lost = minus(before, after);
        }

        private static List<String> minus(CellVerdict a, CellVerdict b) {
            Set<Said> rest = new LinkedHashSet<>(a.said());
            b.said().forEach(rest::remove);
            return rest.stream().map(Said::rule).distinct().toList();
        }
    }

    /** Cells that move alike. */
    private static final class Tally {
        private final List<Move.Example> examples = new ArrayList<>();
        private int count;
    }

    private Comparison(JudgedMatrix before, JudgedMatrix after) {
        this.before = before;
        this.after = after;
        this.cells = new CellMap(before.docket(), after.docket());
    }

    /**
     * What changes between two matrices.
     *
     * @param sameText whether rules and catalog are the same, to the byte
     * @param broken what {@link KnownToWork} finds after
     */
    public static Impact of(JudgedMatrix before, JudgedMatrix after, boolean sameText, List<Impact.Broken> broken) {
        Comparison comparison = new Comparison(before, after);
        comparison.compare();
        return comparison.impact(sameText, broken);
    }

    private void compare() {
        Docket docket = before.docket();
        int perVariant = docket.machines().size() * docket.workers().size();
        for (int cell = 0; cell < docket.cells(); cell++) {
            int other = cells.after(
                    cell / perVariant,
                    cell / docket.workers().size() % docket.machines().size(),
                    cell % docket.workers().size());
            if (other < 0) {
                stops |= before.verdict(cell).kind().runs();
                continue;
            }
            compared++;
            CellVerdict was = before.verdict(cell);
            CellVerdict is = after.verdict(other);
            if (!was.equals(is)) note(cell, was, is, new Pair(before.verdictAt(cell), after.verdictAt(other)));
        }
    }

    private void note(int cell, CellVerdict was, CellVerdict is, Pair pair) {
        changed++;
        stops |= was.kind().runs() && !is.kind().runs();
        Difference difference = differences.computeIfAbsent(pair, each -> new Difference(was, is));
        difference.count++;
        Tally tally = tallies.computeIfAbsent(was.kind(), kind -> new EnumMap<>(Kind.class))
                .computeIfAbsent(is.kind(), kind -> new Tally());
        tally.count++;
        if (tally.examples.size() < MOST_EXAMPLES)
            tally.examples.add(new Move.Example(cells.cell(cell), difference.gained, difference.lost));
    }

    private Impact impact(boolean sameText, List<Impact.Broken> broken) {
        return new Impact(
                compared,
                changed,
                before.docket().cells() - compared,
                after.docket().cells() - compared,
                step(sameText),
                moves(),
                shares(),
                broken);
    }

    private VersionStep step(boolean sameText) {
        boolean sameCells =
                before.docket().cells() == compared && after.docket().cells() == compared;
        if (stops) return VersionStep.MAJOR;
        if (changed > 0 || !sameCells) return VersionStep.MINOR;
        return sameText ? VersionStep.NONE : VersionStep.PATCH;
    }

    private List<Move> moves() {
        List<Move> moves = new ArrayList<>();
        tallies.forEach((from, byTo) ->
                byTo.forEach((to, tally) -> moves.add(new Move(from, to, tally.count, tally.examples))));
        moves.sort(Comparator.comparing(
                        (Move move) -> !(move.from().runs() && !move.to().runs()))
                .thenComparing(move -> move.from() == move.to())
                .thenComparing(Comparator.comparingInt(Move::count).reversed()));
        return moves;
    }

    private List<RuleShare> shares() {
        Map<String, RuleShare> shares = new HashMap<>();
        for (Difference difference : differences.values()) {
            for (String rule : difference.gained)
                shares.merge(rule, new RuleShare(rule, difference.count, 0), Comparison::sum);
            for (String rule : difference.lost)
                shares.merge(rule, new RuleShare(rule, 0, difference.count), Comparison::sum);
        }
        return shares.values().stream()
                .sorted(Comparator.comparingInt((RuleShare share) -> -share.gained() - share.lost())
                        .thenComparing(RuleShare::rule))
                .toList();
    }

    private static RuleShare sum(RuleShare a, RuleShare b) {
        return new RuleShare(a.rule(), a.gained() + b.gained(), a.lost() + b.lost());
    }
}
