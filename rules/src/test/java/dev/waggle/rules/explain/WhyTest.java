package dev.waggle.rules.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.RuleFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people are told of rules that did not fire. */
class WhyTest {
    private static final long GIB = 1L << 30;
    private static final List<Rule> RULES = BookFolder.embedded().rules();
    private static final Explainer EXPLAINER = new Explainer(RULES);

    private static RuleFact fact(String type, int rung, Map<String, Object> values) {
        return FactDraft.make(FactTypes.of(type).orElseThrow(), 0, rung, values::get);
    }

    private static RuleFact fit(int rung, String placement, String device, long resident, @Nullable Long capacity) {
        Map<String, Object> values =
                new HashMap<>(Map.of("placement", placement, "device", device, "residentBytes", resident));
        if (capacity != null) values.put("capacityBytes", capacity);
        return fact("Fit", rung, values);
    }

    private static Explanation explain(String rule, RuleFact... facts) {
        return EXPLAINER.explain(List.of(facts)).stream()
                .filter(each -> each.rule().id().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void explanation_ofAFalseConstraint_givesBothValues() {
        Explanation why = explain("MEM-010", fit(0, "all-on-device", "gpu0", 8 * GIB, 24 * GIB));
        assertThat(why.fired()).isFalse();
        assertThat(why.unknown()).isFalse();
        assertThat(why.sentence())
                .isEqualTo("MEM-010 did not fire: all-on-device on gpu0, "
                        + "residentBytes 8.00 GiB > capacityBytes 24.0 GiB is false.");
    }

    @Test
    void explanation_ofSeveralPlacements_tellsOneAndNamesTheOthers() {
        Explanation why = explain(
                "MEM-010",
                fit(0, "all-on-device", "gpu0", 8 * GIB, 24 * GIB),
                fit(0, "all-on-device", "host", GIB, 32 * GIB),
                fit(1, "host", "host", 8 * GIB, 32 * GIB));
        assertThat(why.matches()).hasSize(3);
        assertThat(why.sentence()).endsWith("is false; likewise all-on-device on host, host on host.");
    }

    @Test
    void explanation_ofWhatIsNotKnown_namesTheField() {
        Explanation why = explain("MEM-010", fit(0, "all-on-device", "gpu0", 8 * GIB, null));
        assertThat(why.unknown()).isTrue();
        assertThat(why.sentence())
                .isEqualTo("MEM-010 can't be decided: all-on-device on gpu0, capacityBytes is not known.");
    }

    @Test
    void explanation_ofARuleThatFired_givesTheFactsItFiredOn() {
        Explanation why = explain(
                "MEM-010",
                fit(0, "all-on-device", "gpu0", 8 * GIB, 24 * GIB),
                fit(1, "host", "host", 8 * GIB, 4 * GIB));
        assertThat(why.fired()).isTrue();
        assertThat(why.sentence())
                .isEqualTo("MEM-010 fired: host on host, residentBytes 8.00 GiB > capacityBytes 4.00 GiB.");
    }

    @Test
    void explanation_withoutAFact_saysWhatItsAbsenceMeans() {
        Explanation why = explain("CTX-010", fact("Settings", -1, Map.of("contextTokens", 8192L)));
        assertThat(why.matches()).isEmpty();
        assertThat(why.absent()).containsExactly("ContextLimit");
        assertThat(why.sentence())
                .isEqualTo("CTX-010 did not fire: there is no ContextLimit here: the worker has no limit of its own.");
    }

    @Test
    void explanation_nearestMissFirst_hasFewestFalseConstraints() {
        RuleFact far =
                fact("Fit", 0, Map.of("device", "gpu0", "residentBytes", 9L, "capacityBytes", 8L, "freeBytes", 10L));
        RuleFact near =
                fact("Fit", 1, Map.of("device", "gpu1", "residentBytes", 7L, "capacityBytes", 8L, "freeBytes", 8L));
        Explanation why = explain("MEM-020", far, near);
        assertThat(why.matches().get(0).facts()).containsExactly(near);
        assertThat(why.matches().get(1).count(Truth.FALSE)).isEqualTo(2);
    }

    @Test
    void explanation_aLargeSet_isToldByItsSize() {
        Set<String> pairs = new TreeSet<>();
        for (int i = 0; i < 200; i++) pairs.add("gguf/a" + i);
        Explanation why = explain(
                "ARC-010",
                fact("Variant", -1, Map.of("format", "gguf", "architecture", "a7", "pair", "gguf/a7")),
                fact("Worker", -1, Map.of("formats", Set.of("gguf"), "pairs", pairs)));
        assertThat(why.sentence()).isEqualTo("ARC-010 did not fire: pairs (200 of them) contains pair gguf/a7.");
    }

    @Test
    void explanation_ofAnyFacts_isASentenceOfEveryRuleAndAgreesWithTheInterpreter() {
        Random random = new Random(5);
        QuestionMaker maker = new QuestionMaker(random, RULES);
        Interpreter interpreter = new Interpreter(RULES);
        for (int i = 0; i < 300; i++) {
            List<RuleFact> facts = new ArrayList<>(maker.next(RULES.get(i % RULES.size())));
            facts.removeIf(fact -> fact.target() > 0 || random.nextInt(20) == 0);
            Set<String> fired = new HashSet<>();
            for (Match match : interpreter.hits(facts))
                if (match.truth() == Truth.TRUE) fired.add(match.rule().id());
            List<Explanation> all = EXPLAINER.explain(facts);
            assertThat(all)
                    .extracting(each -> each.rule().id())
                    .isEqualTo(RULES.stream().map(Rule::id).toList());
            for (Explanation each : all) {
                assertThat(each.fired()).isEqualTo(fired.contains(each.rule().id()));
                assertThat(each.because()).isNotBlank().doesNotContain("null", "{", "  ");
                assertThat(each.matches().isEmpty()).isEqualTo(!each.absent().isEmpty());
            }
        }
    }

    @Test
    void factNames_ofEveryTypeThatMayBeAbsent_sayWhatThatMeans() {
        Set<String> always = Set.of("Machine", "Question", "TensorType", "Variant", "Worker");
        for (String type : FactTypes.all().keySet())
            assertThat(FactNames.absent(type).contains(": ")).as(type).isEqualTo(!always.contains(type));
    }
}
