package dev.waggle.rules.explain;

import dev.waggle.rules.book.Operator;
import java.math.BigDecimal;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Compares two values as rules mean it, without the rule engine. */
public final class Compare {
    private Compare() {}

    /** What a comparison comes to; of an unknown value, nobody knows. */
    public static Truth values(Operator operator, @Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) return Truth.UNKNOWN;
        return holds(operator, a, b) ? Truth.TRUE : Truth.FALSE;
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
