package dev.waggle.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleCase;
import dev.waggle.rules.book.RuleCase.Expected;
import dev.waggle.rules.drools.Mutants.Mutant;
import dev.waggle.rules.explain.Interpreter;
import dev.waggle.rules.explain.Match;
import dev.waggle.rules.explain.Truth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shipped rules' cases are worth their name: a slip of the pen in a rule makes one of its cases fail. */
class CasesKillMutantsTest {
    private static final RuleBook BOOK = BookFolder.embedded();
    private static final double LEAST_KILLED = 1;

    @Test
    void shippedRules_withASlip_failTheirCases() {
        int all = 0;
        List<String> survivors = new ArrayList<>();
        for (Rule rule : BOOK.rules())
            for (Mutant mutant : Mutants.of(rule)) {
                all++;
                if (cases(rule).stream().allMatch(each -> isAsExpected(mutant.rule(), each)))
                    survivors.add(mutant.toString());
            }
        double killed = (all - survivors.size()) / (double) all;
        System.out.printf(
                "%d of %d mutants killed by their rules' cases (%.1f %%)%n", all - survivors.size(), all, 100 * killed);
        survivors.forEach(survivor -> System.out.println("  alive: " + survivor));
        assertThat(all).isGreaterThan(100);
        assertThat(killed).isGreaterThanOrEqualTo(LEAST_KILLED);
    }

    @Test
    void shippedRules_asTheyAre_passTheirCases() {
        for (Rule rule : BOOK.rules())
            assertThat(cases(rule))
                    .allSatisfy(each -> assertThat(isAsExpected(rule, each)).isTrue());
    }

    private static List<RuleCase> cases(Rule rule) {
        return BOOK.cases().stream()
                .filter(each -> each.rule().equals(rule.id()))
                .toList();
    }

    private static boolean isAsExpected(Rule rule, RuleCase each) {
        Collection<Truth> truths = new Interpreter(List.of(rule))
                .matches(each.facts()).stream().map(Match::truth).toList();
        Expected actual = truths.contains(Truth.TRUE)
                ? Expected.HIT
                : truths.contains(Truth.UNKNOWN) ? Expected.UNKNOWN : Expected.MISS;
        return actual == each.expected();
    }
}
