package dev.waggle.rules.matrix;

import dev.waggle.rules.book.Operator;
import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.facts.FieldReader;
import dev.waggle.rules.facts.RuleFact;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A comparison that one fact decides alone: a field with a literal, or with another field of the same fact. */
record Atom(FieldReader left, Operator operator, FieldReader right) {
    static final int FALSE = 0;
    static final int TRUE = 1;
    static final int UNKNOWN = 2;

    /** The comparison of a constraint whose operand is no other fact's. */
    static Atom of(Class<?> type, Constraint constraint) {
        FieldReader left = FieldReader.of(type, constraint.field());
        if (constraint.operand() instanceof Operand.OwnField own)
            return new Atom(left, constraint.operator(), FieldReader.of(type, own.field()));
        Object value = ((Operand.Literal) constraint.operand()).value();
        return new Atom(left, constraint.operator(), fact -> value);
    }

    /** {@link #FALSE}, {@link #TRUE} or {@link #UNKNOWN}. */
    int of(RuleFact fact) {
        Object a = left.read(fact);
        Object b = right.read(fact);
        if (a == null || b == null) return UNKNOWN;
        return holds(a, b) ? TRUE : FALSE;
    }

    private boolean holds(Object a, Object b) {
        return switch (operator) {
            case EQUAL -> same(a, b);
            case NOT_EQUAL -> !same(a, b);
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

    private static boolean same(@Nullable Object a, Object b) {
        return (a instanceof Number && b instanceof Number) ? order(a, b) == 0 : b.equals(a);
    }

    private static int order(Object a, Object b) {
        if (a instanceof Double || b instanceof Double)
            return Double.compare(((Number) a).doubleValue(), ((Number) b).doubleValue());
        return Long.compare(((Number) a).longValue(), ((Number) b).longValue());
    }
}
