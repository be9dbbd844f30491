package dev.waggle.rules.explain;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FieldReader;
import dev.waggle.rules.facts.RuleFact;
import org.jspecify.annotations.Nullable;

/** A constraint that can be read: where its two values come from, and how they are compared. */
final class Comparison {
    private final Constraint constraint;
    private final int pattern;
    private final Source left;
    private final Source right;

    Comparison(Rule rule, int pattern, Constraint constraint) {
        this.constraint = constraint;
        this.pattern = pattern;
        this.left = field(rule, pattern, constraint.field());
        this.right = source(rule, pattern, constraint.operand());
    }

    /** Where a value comes from; null is unknown. */
    private interface Source {
        @Nullable
        Object read(RuleFact[] facts);
    }

    private static Source source(Rule rule, int pattern, Operand operand) {
        if (operand instanceof Operand.OwnField own) return field(rule, pattern, own.field());
        if (operand instanceof Operand.OtherField other) return field(rule, 0, other.field());
        Object value = ((Operand.Literal) operand).value();
        return facts -> value;
    }

    private static Source field(Rule rule, int pattern, String field) {
        Class<?> type =
                FactTypes.of(rule.patterns().get(pattern).type()).orElseThrow().type();
        FieldReader reader = FieldReader.of(type, field);
        return facts -> reader.read(facts[pattern]);
    }

    Truth truth(RuleFact[] facts) {
        return Compare.values(constraint.operator(), left.read(facts), right.read(facts));
    }

    Reading reading(RuleFact[] facts) {
        Object a = left.read(facts);
        Object b = right.read(facts);
        return new Reading(constraint, pattern, a, b, Compare.values(constraint.operator(), a, b));
    }
}
