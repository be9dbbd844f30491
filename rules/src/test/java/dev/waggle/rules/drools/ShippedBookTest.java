package dev.waggle.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleCase;
import dev.waggle.rules.book.RuleCase.Expected;
import dev.waggle.rules.book.Sentence;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the shipped rule book. */
class ShippedBookTest {
    private static final RuleBook BOOK = BookFolder.embedded();
    private static final CompiledRules RULES = CompiledRules.compile(BOOK.rules());

    static Stream<RuleCase> cases() {
        return BOOK.cases().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ruleCase_judged_isAsExpected(RuleCase each) {
        List<Hit> hits = RULES.judge(each.facts()).stream()
                .filter(hit -> hit.rule().equals(each.rule()))
                .toList();
        Expected actual =
                hits.isEmpty() ? Expected.MISS : hits.stream().allMatch(Hit::unknown) ? Expected.UNKNOWN : Expected.HIT;
        assertThat(actual).as("%s: %s", each.rule(), each.name()).isEqualTo(each.expected());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void ruleCase_thatHits_isASentence(RuleCase each) {
        Rule rule = BOOK.rule(each.rule()).orElseThrow();
        for (Hit hit : RULES.judge(each.facts()))
            if (hit.rule().equals(rule.id()) && each.expected() == Expected.HIT)
                assertThat(Sentence.render(rule, hit.facts()))
                        .doesNotContain("{")
                        .endsWith(".");
    }

    @Test
    void judge_withoutFacts_findsNothing() {
        assertThat(RULES.judge(List.of())).isEmpty();
    }

    @Test
    void emptyBook_refusesNothing() {
        CompiledRules empty = CompiledRules.compile(List.of());
        for (RuleCase each : BOOK.cases()) assertThat(empty.judge(each.facts())).isEmpty();
    }

    @Test
    void book_everyRuleThatBlocks_hasACaseThatIsUnknown() {
        for (Rule rule : BOOK.rules())
            if (rule.severity() == dev.waggle.rules.book.Severity.BLOCK)
                assertThat(BOOK.cases().stream()
                                .anyMatch(each -> each.rule().equals(rule.id()) && each.expected() == Expected.UNKNOWN))
                        .as(rule.id())
                        .isTrue();
    }
}
