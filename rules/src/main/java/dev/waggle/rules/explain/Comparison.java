package dev.waggle.rules.explain;

import dev.waggle.rules.book.Operator;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.RuleFact;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.Collection;
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
        String type = rule.patterns().get(pattern).type();
        Method accessor;
        try {
            accessor = FactTypes.of(type).orElseThrow().type().getMethod(field);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException("no field " + field + " of " + type + " in " + rule.id(), e);
        }
        return facts -> call(accessor, facts[pattern]);
    }

    private static @Nullable Object call(Method accessor, RuleFact fact) {
        try {
            return accessor.invoke(fact);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("can't read " + accessor, e);
        }
    }

    Truth truth(RuleFact[] facts) {
        return truth(left.read(facts), right.read(facts));
    }

    Reading reading(RuleFact[] facts) {
        Object a = left.read(facts);
        Object b = right.read(facts);
        return new Reading(constraint, pattern, a, b, truth(a, b));
    }

    private Truth truth(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) return Truth.UNKNOWN;
        return holds(constraint.operator(), a, b) ? Truth.TRUE : Truth.FALSE;
    }

    private static boolean holds(Operator operator, Object a, Object b) {
        return switch (operator) {
            case EQUAL -> isSame(a, b);
            case NOT_EQUAL -> !isSame(a, b);
            case LESS -> order(a, b) < 0;
            case AT_MOST -> order(a, b) <= 0;
            case GREATER -> order(a, b) > 0;
            case AT_LEAST -> order(a, b) >= 0;
            case MEMBER_OF -> ((Collection<?>) b).contains(a);
            case NOT_MEMBER_OF -> !((Collection<?>) b).contains(a);
            case CONTAINS -> ((Collection<?>) a).contains(b);
            case NOT_CONTAINS -> !((Collection<?>) a).contains(b);
        };
    }

    private static boolean isSame(Object a, Object b) {
        return a instanceof Number ? order(a, b) == 0 : a.equals(b);
    }

    /** Numbers by their exact values, whatever types hold them. */
    private static int order(Object a, Object b) {
        if (isWhole(a) && isWhole(b)) return Long.compare(((Number) a).longValue(), ((Number) b).longValue());
        return exact(a).compareTo(exact(b));
    }

    private static boolean isWhole(Object number) {
        return number instanceof Long || number instanceof Integer;
    }

    private static BigDecimal exact(Object number) {
        return isWhole(number)
                ? BigDecimal.valueOf(((Number) number).longValue())
                : new BigDecimal(((Number) number).doubleValue());
    }
}
