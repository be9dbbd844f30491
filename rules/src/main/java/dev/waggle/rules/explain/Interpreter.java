package dev.waggle.rules.explain;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.RuleFact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads checked rules as they stand, by Kleene's three-valued logic. It shares nothing with what the rule engine runs, so
 * it can say of each rule why it did not fire, and tests hold the engine against it. Safe for many threads.
 */
public final class Interpreter {
    private final List<Reader> readers;

    /** Reads these rules. */
    public Interpreter(List<Rule> rules) {
        this.readers = rules.stream().map(Reader::new).toList();
    }

    /** Every combination of facts that a rule looks at, the false ones too; rule by rule, in the order of the facts. */
    public List<Match> matches(Collection<? extends RuleFact> facts) {
        return read(facts, true);
    }

    /** Those of {@link #matches} that are true or unknown: what the engine should find. */
    public List<Match> hits(Collection<? extends RuleFact> facts) {
        return read(facts, false);
    }

    private List<Match> read(Collection<? extends RuleFact> facts, boolean withFalse) {
        Map<Class<?>, List<RuleFact>> byType = new HashMap<>();
        for (RuleFact fact : facts)
            byType.computeIfAbsent(fact.getClass(), type -> new ArrayList<>()).add(fact);
        List<Match> matches = new ArrayList<>();
        for (Reader reader : readers) reader.read(byType, withFalse, matches);
        return matches;
    }

    /** One rule. */
    private static final class Reader {
        private final Rule rule;
        private final List<Class<?>> types = new ArrayList<>();
        private final List<Comparison> comparisons = new ArrayList<>();

        Reader(Rule rule) {
            this.rule = rule;
            for (int pattern = 0; pattern < rule.patterns().size(); pattern++) {
                types.add(FactTypes.of(rule.patterns().get(pattern).type())
                        .orElseThrow()
                        .type());
                for (Rule.Constraint constraint : rule.patterns().get(pattern).constraints())
                    comparisons.add(new Comparison(rule, pattern, constraint));
            }
        }

        void read(Map<Class<?>, List<RuleFact>> byType, boolean withFalse, List<Match> matches) {
            for (RuleFact first : byType.getOrDefault(types.get(0), List.of())) {
                if (types.size() == 1) {
                    add(new RuleFact[] {first}, withFalse, matches);
                    continue;
                }
                for (RuleFact second : byType.getOrDefault(types.get(1), List.of()))
                    if (meet(first, second)) add(new RuleFact[] {first, second}, withFalse, matches);
            }
        }

        private void add(RuleFact[] facts, boolean withFalse, List<Match> matches) {
            Truth truth = Truth.TRUE;
            for (Comparison comparison : comparisons) {
                truth = truth.and(comparison.truth(facts));
                if (truth == Truth.FALSE && !withFalse) return;
            }
            matches.add(new Match(
                    rule,
                    List.of(facts),
                    truth,
                    comparisons.stream().map(each -> each.reading(facts)).toList()));
        }

        /** Facts about two workers, or about two placements, do not meet. */
        private static boolean meet(RuleFact a, RuleFact b) {
            return isSame(a.target(), b.target()) && isSame(a.rung(), b.rung());
        }

        private static boolean isSame(int a, int b) {
            return a == b || a == RuleFact.ALL || b == RuleFact.ALL;
        }
    }
}
