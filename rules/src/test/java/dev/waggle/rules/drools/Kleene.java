package dev.waggle.rules.drools;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.RuleFact;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule read as Kleene's three-valued logic reads it, straight from the checked tree and without Drools. */
final class Kleene {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The three values. */
    enum Truth {
        TRUE,
        FALSE,
        UNKNOWN
    }

    /** Facts that meet, each by its number among all facts, since equal facts are two. */
    record Match(List<Integer> numbers, List<RuleFact> facts) {}

    private Kleene() {}

    /** Each combination of facts that the rule looks at, and what it says of it. */
    static Map<Match, Truth> judge(Rule rule, List<RuleFact> facts) {
        Map<Match, Truth> truths = new LinkedHashMap<>();
        for (int i = 0; i < facts.size(); i++) {
            if (!is(facts.get(i), rule.patterns().get(0))) continue;
            if (rule.patterns().size() == 1) {
                List<RuleFact> one = List.of(facts.get(i));
                truths.put(new Match(List.of(i), one), truth(rule, one));
            }
            for (int j = 0; j < facts.size() && rule.patterns().size() == 2; j++) {
                if (!is(facts.get(j), rule.patterns().get(1)) || !meet(facts.get(i), facts.get(j))) continue;
                List<RuleFact> two = List.of(facts.get(i), facts.get(j));
                truths.put(new Match(List.of(i, j), two), truth(rule, two));
            }
        }
        return truths;
    }

    private static boolean is(RuleFact fact, Rule.Pattern pattern) {
        return fact.getClass().getSimpleName().equals(pattern.type());
    }

    /** Facts of two workers, or of two placements, do not. */
    private static boolean meet(RuleFact a, RuleFact b) {
        boolean targets = a.target() == b.target() || a.target() == RuleFact.ALL || b.target() == RuleFact.ALL;
        return targets && (a.rung() == b.rung() || a.rung() == RuleFact.ALL || b.rung() == RuleFact.ALL);
    }

    private static Truth truth(Rule rule, List<RuleFact> facts) {
        List<Truth> parts = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++)
            for (Constraint constraint : rule.patterns().get(i).constraints())
                parts.add(truth(constraint, values(facts.get(i)), values(facts.get(0))));
        if (parts.contains(Truth.FALSE)) return Truth.FALSE;
        return parts.contains(Truth.UNKNOWN) ? Truth.UNKNOWN : Truth.TRUE;
    }

    private static Truth truth(
            Constraint constraint, Map<String, @Nullable Object> own, Map<String, @Nullable Object> first) {
        Object left = own.get(constraint.field());
        Operand operand = constraint.operand();
        Object right = operand instanceof Operand.Literal literal
                ? literal.value()
                : operand instanceof Operand.OwnField field
                        ? own.get(field.field())
                        : first.get(((Operand.OtherField) operand).field());
        if (left == null || right == null) return Truth.UNKNOWN;
        boolean holds = switch (constraint.operator().symbol()) {
            case "==" -> same(left, right);
            case "!=" -> !same(left, right);
            case "<" -> number(left).compareTo(number(right)) < 0;
            case "<=" -> number(left).compareTo(number(right)) <= 0;
            case ">" -> number(left).compareTo(number(right)) > 0;
            case ">=" -> number(left).compareTo(number(right)) >= 0;
            case "contains" -> ((Collection<?>) left).contains(right);
            case "not contains" -> !((Collection<?>) left).contains(right);
            case "memberOf" -> ((Collection<?>) right).contains(left);
            case "not memberOf" -> !((Collection<?>) right).contains(left);
            default -> throw new IllegalArgumentException(constraint.operator().symbol());
        };
        return holds ? Truth.TRUE : Truth.FALSE;
    }

    private static boolean same(Object left, Object right) {
        return left instanceof Number ? number(left).compareTo(number(right)) == 0 : left.equals(right);
    }

    private static BigDecimal number(Object value) {
        return new BigDecimal(value.toString());
    }

    private static Map<String, @Nullable Object> values(RuleFact fact) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (String field : FactTypes.of(fact.getClass().getSimpleName())
                .orElseThrow()
                .fields()
                .keySet()) {
            try {
                values.put(field, fact.getClass().getMethod(field).invoke(fact));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return values;
    }

    /** A fact with these fields known. */
    static RuleFact fact(FactType type, Map<String, Object> values) {
        return (RuleFact) MAPPER.convertValue(values, type.type());
    }
}
