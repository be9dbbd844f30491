package dev.waggle.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.explain.Interpreter;
import dev.waggle.rules.explain.Match;
import dev.waggle.rules.explain.Truth;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.FactTypes.FieldKind;
import dev.waggle.rules.facts.RuleFact;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The law of three values: on any facts, some of them unknown, the compiled rules say what Kleene's logic over the checked
 * tree says. Shipped rules, and one rule for each comparison of each kind of field and operand.
 */
class ThreeValuedLawTest {
    private static final int LEAST_SETS = 20_000;
    private static final int MOST_SETS = 60_000;

    @Test
    void shippedRules_onAnyFacts_followTheLaw() {
        follow(BookFolder.embedded(), 100);
    }

    @Test
    void everyComparison_onAnyFacts_followsTheLaw() throws BookException {
        follow(everyComparison(), 8);
    }

    private static void follow(RuleBook book, int leastEach) {
        Random random = new Random(4711);
        Map<String, Map<Truth, Integer>> seen = new TreeMap<>();
        book.rules().forEach(rule -> seen.put(rule.id(), new EnumMap<>(Truth.class)));
        CompiledRules compiled = CompiledRules.compile(book.rules());
        Interpreter law = new Interpreter(book.rules());
        int sets = 0;
        while (sets < LEAST_SETS || (sets < MOST_SETS && isThin(seen, leastEach))) {
            Rule rule = book.rules().get(sets++ % book.rules().size());
            List<RuleFact> facts = new FactMaker(random, rule).facts();
            assertThat(lines(compiled.judge(facts))).as("%s", facts).isEqualTo(expected(law, facts, rule, seen));
        }
        seen.forEach((id, counts) -> assertThat(counts)
                .as(id)
                .containsOnlyKeys(Truth.values())
                .allSatisfy((truth, count) ->
                        assertThat(count).as("%s %s", id, truth).isGreaterThanOrEqualTo(leastEach)));
    }

    private static boolean isThin(Map<String, Map<Truth, Integer>> seen, int leastEach) {
        return seen.values().stream()
                .anyMatch(
                        counts -> counts.size() < 3 || counts.values().stream().anyMatch(n -> n < leastEach));
    }

    /** What the law says of every rule; what it says of one is counted. */
    private static List<String> expected(
            Interpreter law, List<RuleFact> facts, Rule counted, Map<String, Map<Truth, Integer>> seen) {
        List<Hit> hits = new ArrayList<>();
        for (Match match : law.matches(facts)) {
            String id = match.rule().id();
            if (match.rule().equals(counted)) seen.getOrDefault(id, Map.of()).merge(match.truth(), 1, Integer::sum);
            if (match.truth() != Truth.FALSE) hits.add(new Hit(id, match.truth() == Truth.UNKNOWN, match.facts()));
        }
        return lines(hits);
    }

    private static List<String> lines(List<Hit> hits) {
        return hits.stream().map(Hit::toString).sorted().toList();
    }

    /** A book with every operator between every two kinds of operands that it takes: literal, own field, other field. */
    private static RuleBook everyComparison() throws BookException {
        List<String> patterns = new ArrayList<>();
        for (String op : List.of("==", "!=", "<", "<=", ">", ">=")) {
            for (String[] pair : new String[][] {
                {"residentBytes", "capacityBytes"},
                {"leftBytes", "2"},
                {"leftBytes", "-1"},
                {"leftBytes", "9007199254740993"}
            }) {
                patterns.add("Fit( " + pair[0] + " " + op + " " + pair[1] + " )");
            }
            patterns.add("Settings( sequences " + op + " 1 )");
            patterns.add("Settings( sequences " + op + " 2 )");
            patterns.add("Settings( sequences " + op + " contextTokens )");
            patterns.add("Settings( contextTokens " + op + " sequences )");
            patterns.add("Device( computeCapability " + op + " 1.5 )");
            patterns.add("Device( computeCapability " + op + " 1 )");
            patterns.add("$f : Fit()\n Settings( sequences " + op + " $f.leftBytes )");
            patterns.add("Settings( $s : sequences )\n Settings( contextTokens " + op + " $s )");
            patterns.add("$f : Fit()\n Fit( residentBytes " + op + " $f.capacityBytes )");
            patterns.add("Fit( $c : capacityBytes, leftBytes >= 1 )\n Settings( sequences " + op + " $c )");
            patterns.add(
                    "$n : NeededCapability()\n Device( computeCapability " + op + " $n.minimumComputeCapability )");
        }
        for (String op : List.of("==", "!=")) {
            patterns.add("Fit( placement " + op + " \"a\" )");
            patterns.add("Fit( placement " + op + " \"1\" )");
            patterns.add("Fit( placement " + op + " \"true\" )");
            patterns.add("Fit( placement " + op + " \"null\" )");
            patterns.add("Fit( placement " + op + " device )");
            patterns.add("Variant( gated " + op + " true )");
            patterns.add("Variant( gated " + op + " false )");
            patterns.add("$v : Variant()\n Variant( gated " + op + " $v.gated )");
            patterns.add("$v : Variant( gated == true )\n Worker( backend " + op + " $v.format, engine != \"a\" )");
        }
        for (String not : List.of("", "not ")) {
            patterns.add("Worker( formats " + not + "contains \"a\" )");
            patterns.add("Worker( formats " + not + "contains \"1\" )");
            patterns.add("Worker( formats " + not + "contains backend )");
            patterns.add("Worker( backend " + not + "memberOf formats )");
            patterns.add("$m : Machine( os == \"a\" )\n Worker( platforms " + not + "contains $m.os )");
            patterns.add("$m : Machine( os != \"a\" )\n Worker( backend " + not + "memberOf $m.backends )");
            patterns.add("$w : Worker( formats " + not + "contains engine )\n Device( vendor == $w.backend )");
            patterns.add("Worker( formats " + not + "contains \"a\" )\n Device()");
        }
        StringBuilder drl = new StringBuilder();
        StringBuilder cases = new StringBuilder();
        for (int i = 0; i < patterns.size(); i++) {
            String id = String.format("MEM-%03d", i);
            drl.append(SmallBook.rule(patterns.get(i)).replace("MEM-010", id));
            cases.append(SmallBook.GOOD_CASES.replace("MEM-010", id));
        }
        return SmallBook.load(drl.toString(), cases.toString());
    }

    /** Makes facts for which a rule is about as often true as false or unknown. */
    private static final class FactMaker {
        private static final ObjectMapper MAPPER = new ObjectMapper();

        private final Random random;
        private final Rule rule;
        private final int unknownPercent;

        FactMaker(Random random, Rule rule) {
            this.random = random;
            this.rule = rule;
            this.unknownPercent = random.nextInt(3) * 15;
        }

        List<RuleFact> facts() {
            List<RuleFact> facts = new ArrayList<>();
            for (Rule.Pattern pattern : rule.patterns())
                for (int i = random.nextInt(8) == 0 ? 2 : 1; i > 0; i--)
                    facts.add(fact(FactTypes.of(pattern.type()).orElseThrow()));
            if (random.nextInt(4) == 0) {
                List<FactType> all = List.copyOf(FactTypes.all().values());
                facts.add(fact(all.get(random.nextInt(all.size()))));
            }
            return facts;
        }

        private RuleFact fact(FactType type) {
            Map<String, Object> values = new HashMap<>();
            if (type.perTarget()) values.put("target", random.nextInt(8) == 0 ? 1 : 0);
            if (type.perRung()) values.put("rung", random.nextInt(8) == 0 ? 1 : 0);
            type.fields().forEach((name, kind) -> {
                if (random.nextInt(100) >= unknownPercent) values.put(name, value(type, name, kind));
            });
            return (RuleFact) MAPPER.convertValue(values, type.type());
        }

        /** Few values, so that they are often equal; the rule's own literals are among them. */
        private Object value(FactType type, String name, FieldKind kind) {
            List<Supplier<Object>> choices = new ArrayList<>();
            for (Rule.Pattern pattern : rule.patterns())
                for (Rule.Constraint each : pattern.constraints())
                    if (pattern.type().equals(type.name())
                            && each.field().equals(name)
                            && each.operand() instanceof Rule.Operand.Literal literal
                            && kind != FieldKind.TEXTS
                            && (kind != FieldKind.WHOLE || literal.value() instanceof Long)
                            && (kind != FieldKind.REAL || literal.value() instanceof Double))
                        choices.add(() -> near(literal.value()));
            choices.add(() -> switch (kind) {
                case TEXT -> text();
                case WHOLE -> (long) random.nextInt(5) - 1;
                case REAL -> random.nextInt(7) / 2.0 - 1;
                case TRUTH -> random.nextBoolean();
                case TEXTS ->
                    random.ints(random.nextInt(4), 0, 4)
                            .mapToObj(i -> TEXTS.get(i))
                            .toList();
            });
            return choices.get(random.nextInt(choices.size())).get();
        }

        private Object near(Object literal) {
            return literal instanceof Long whole ? (Object) (whole + random.nextInt(3) - 1) : literal;
        }

        private static final List<String> TEXTS = List.of("a", "b", "1", "true");

        private String text() {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }
    }
}
