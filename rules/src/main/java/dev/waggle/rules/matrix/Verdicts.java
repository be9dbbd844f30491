package dev.waggle.rules.matrix;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.Severity;
import dev.waggle.rules.judge.Ruling;
import dev.waggle.rules.judge.Settlement;
import dev.waggle.rules.matrix.CellVerdict.Said;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settles what rules say of a target and its placements, once for each combination that occurs. */
final class Verdicts {
    private static final List<String> GRAVEST_FIRST = List.of("block", "unknown", "warn", "offer", "note");

    private final List<Rule> rules;
    private final Masks masks;
    private final List<Ladder> ladders = new ArrayList<>();
    private final Map<Ladder, Integer> ladderNumbers = new HashMap<>();
    private final PairNumbers settled = new PairNumbers();
    private final Map<CellVerdict, Integer> numbers = new HashMap<>();
    private final List<CellVerdict> verdicts = new ArrayList<>();

    /** What is said of placements, in the order they are tried. */
    record Ladder(List<String> placements, List<Integer> said) {}

    /** One rule's say. */
    private record Say(Rule rule, Severity severity, boolean unknown) implements Ruling<Say> {
        @Override
        public Say asCaveat() {
            return new Say(rule, Severity.WARN, false);
        }

        Said said() {
            return new Said(rule.id(), unknown ? "unknown" : severity.id());
        }
    }

    Verdicts(List<Rule> rules, Masks masks) {
        this.rules = rules;
        this.masks = masks;
    }

    int ladder(List<String> placements, List<Integer> said) {
        return ladderNumbers.computeIfAbsent(new Ladder(placements, said), ladder -> {
            ladders.add(ladder);
            return ladders.size() - 1;
        });
    }

    /** The number of the verdict for what is said of the whole and of the placements. */
    int verdict(int whole, int ladder) {
        int known = settled.get(whole, ladder);
        return known != PairNumbers.NONE ? known : settle(whole, ladder);
    }

    List<CellVerdict> verdicts() {
        return verdicts;
    }

    private int settle(int whole, int ladder) {
        Ladder placed = ladders.get(ladder);
        Settlement<Say> settlement = Settlement.of(
                says(whole), placed.said().stream().map(this::says).toList());
        List<Said> said = settlement.relevant().stream()
                .map(Say::said)
                .distinct()
                .sorted(Comparator.comparingInt((Said each) -> GRAVEST_FIRST.indexOf(each.severity()))
                        .thenComparing(Said::rule))
                .toList();
        Settlement.Kind kind = settlement.kind();
        String where = kind.runs() ? placed.placements().get(settlement.placement()) : null;
        CellVerdict verdict = new CellVerdict(kind, where, said);
        int number = numbers.computeIfAbsent(verdict, each -> {
            verdicts.add(each);
            return verdicts.size() - 1;
        });
        settled.put(whole, ladder, number);
        return number;
    }

    private List<Say> says(int mask) {
        List<Say> says = new ArrayList<>();
        BitSet bits = masks.set(mask);
        for (int bit = bits.nextSetBit(0); bit >= 0; bit = bits.nextSetBit(bit + 1)) {
            Rule rule = rules.get(bit / 2);
            says.add(new Say(rule, rule.severity(), bit % 2 == 1));
        }
        return says;
    }
}
