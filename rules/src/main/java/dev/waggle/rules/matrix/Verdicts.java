package dev.waggle.rules.matrix;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.Severity;
import dev.waggle.rules.judge.Ruling;
import dev.waggle.rules.judge.Settlement;
import dev.waggle.rules.matrix.CellVerdict.Said;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settles what rules say of a target and its placements, once for each combination that occurs. */
final class Verdicts {
    private final List<Rule> rules;
    private final Masks masks;
    private final List<Tried> tried = new ArrayList<>();
    private final Map<Tried, Integer> triedNumbers = new HashMap<>();
    private final PairNumbers settled = new PairNumbers();
    private final Map<CellVerdict, Integer> numbers = new HashMap<>();
    private final List<CellVerdict> verdicts = new ArrayList<>();

    /** What is said of placements, in the order they are tried. */
    record Tried(List<String> placements, List<Integer> said) {}

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

    int tried(List<String> placements, List<Integer> said) {
        return triedNumbers.computeIfAbsent(new Tried(placements, said), each -> {
            tried.add(each);
            return tried.size() - 1;
        });
    }

    /** The number of the verdict for what is said of the whole and of the placements. */
    int verdict(int whole, int placements) {
        int known = settled.get(whole, placements);
        return known != PairNumbers.NONE ? known : settle(whole, placements);
    }

    List<CellVerdict> verdicts() {
        return verdicts;
    }

    private int settle(int whole, int placements) {
        Tried placed = tried.get(placements);
        Settlement<Say> settlement = Settlement.of(
                says(whole), placed.said().stream().map(this::says).toList());
        List<Said> said = settlement.relevant().stream()
                .map(Say::said)
                .distinct()
                .sorted(Settlement.gravestFirst(Said::severity).thenComparing(Said::rule))
                .toList();
        Settlement.Kind kind = settlement.kind();
        String where = kind.runs() ? placed.placements().get(settlement.placement()) : null;
        CellVerdict verdict = new CellVerdict(kind, where, said);
        int number = numbers.computeIfAbsent(verdict, each -> {
            verdicts.add(each);
            return verdicts.size() - 1;
        });
        settled.put(whole, placements, number);
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
