package dev.waggle.rules.drools;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Three-valued comparisons for the rules that look for unknown facts: each says whether a comparison is not false, that
 * is true or undecided. Public because compiled rules call it.
 */
public final class Logic {
    private Logic() {}

    /** {@code a == b}. */
    public static boolean maybeEqual(@Nullable Object a, @Nullable Object b) {
        return a == null || b == null || equal(a, b);
    }

    /** {@code a != b}. */
    public static boolean maybeNotEqual(@Nullable Object a, @Nullable Object b) {
        return a == null || b == null || !equal(a, b);
    }

    /** {@code a < b}. */
    public static boolean maybeLess(@Nullable Number a, @Nullable Number b) {
        return a == null || b == null || compare(a, b) < 0;
    }

    /** {@code a <= b}. */
    public static boolean maybeAtMost(@Nullable Number a, @Nullable Number b) {
        return a == null || b == null || compare(a, b) <= 0;
    }

    /** {@code b} holds {@code a}. */
    public static boolean maybeIn(@Nullable Object a, @Nullable Collection<?> b) {
        return a == null || b == null || b.contains(a);
    }

    /** {@code b} does not hold {@code a}. */
    public static boolean maybeNotIn(@Nullable Object a, @Nullable Collection<?> b) {
        return a == null || b == null || !b.contains(a);
    }

    private static boolean equal(Object a, Object b) {
        return (a instanceof Number x && b instanceof Number y) ? compare(x, y) == 0 : a.equals(b);
    }

    private static int compare(Number a, Number b) {
        boolean whole = !(a instanceof Double) && !(b instanceof Double);
        return whole ? Long.compare(a.longValue(), b.longValue()) : Double.compare(a.doubleValue(), b.doubleValue());
    }
}
