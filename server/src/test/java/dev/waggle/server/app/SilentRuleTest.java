package dev.waggle.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.explain.Explainer;
import dev.waggle.rules.explain.Explanation;
import dev.waggle.rules.facts.Fit;
import dev.waggle.rules.judge.Finding;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.server.app.Waggle.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules that are not among a verdict's findings. */
class SilentRuleTest {
    private static final Waggle WAGGLE =
            new Waggle(CatalogLoader.embedded(), new RuleSet(BookFolder.embedded()), Path.of("no-such-folder"));

    private static Verdict verdict(Subject subject, Place place) throws UnknownIdException {
        return WAGGLE.judge(subject, place, List.of(WAGGLE.worker("llamacpp-cuda")), Wish.none())
                .get(0);
    }

    @Test
    void silentRules_andFindings_areAllRulesOfTheBook() throws UnknownIdException {
        for (String model : List.of("llama-3.1-8b:Q4_K_M", "llama-3.3-70b:Q4_K_M", "deepseek-v3:Q4_K_M"))
            for (String machine : List.of("rtx-4090", "rx-7900-xtx", "macbook-m2-8gb")) {
                Subject subject = WAGGLE.subject(model);
                Place place = WAGGLE.place(machine);
                Verdict verdict = verdict(subject, place);
                List<Explanation> why = WAGGLE.explain(subject, place, Wish.none(), verdict);
                List<String> fired = why.stream()
                        .filter(Explanation::fired)
                        .map(each -> each.rule().id())
                        .toList();
                assertThat(verdict.findings())
                        .filteredOn(finding -> !finding.severity().equals("unknown"))
                        .extracting(Finding::rule)
                        .isSubsetOf(fired);
                assertThat(SilentRule.of(verdict, why))
                        .extracting(SilentRule::rule)
                        .doesNotContainAnyElementsOf(
                                verdict.findings().stream().map(Finding::rule).toList())
                        .hasSize(BookFolder.embedded().rules().size()
                                - (int) verdict.findings().stream()
                                        .map(Finding::rule)
                                        .distinct()
                                        .count());
            }
    }

    @Test
    void silentRule_thatHoldsOfAPlacementTheVerdictIsNotAbout_saysSo() throws UnknownIdException {
        Verdict runs = verdict(WAGGLE.subject("llama-3.1-8b:Q4_K_M"), WAGGLE.place("rtx-4090"));
        Fit tooLarge = new Fit(0, 3, "host", "host", 9L, 8L, 1L, 8L, null, -1L, 1L);
        List<Explanation> why = new Explainer(BookFolder.embedded().rules()).explain(List.of(tooLarge));
        Map<String, SilentRule> rules =
                SilentRule.of(runs, why).stream().collect(Collectors.toMap(SilentRule::rule, Function.identity()));
        assertThat(rules.get("MEM-010"))
                .isEqualTo(new SilentRule(
                        "MEM-010",
                        "needs more than the device has",
                        SilentRule.State.OTHER_PLACEMENT,
                        "host on host, residentBytes 9 bytes > capacityBytes 8 bytes"));
        assertThat(rules.get("MEM-020")).extracting(SilentRule::state).isEqualTo(SilentRule.State.DID_NOT_FIRE);
        assertThat(rules.get("MEM-030"))
                .extracting(SilentRule::because)
                .asString()
                .contains("leftBytes -1 bytes >= 0 bytes is false");
    }
}
