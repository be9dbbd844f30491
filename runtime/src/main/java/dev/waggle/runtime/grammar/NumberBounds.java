package dev.waggle.runtime.grammar;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * From where to where a number may be; null = no bound.
 *
 * @param aboveLeast whether {@code least} itself is too small
 * @param belowMost whether {@code most} itself is too large
 */
record NumberBounds(
        @Nullable BigDecimal least,
        boolean aboveLeast,
        @Nullable BigDecimal most,
        boolean belowMost) {
    static final NumberBounds ANY = new NumberBounds(null, false, null, false);

    static NumberBounds from(BigDecimal least, boolean exclusive) {
        return new NumberBounds(least, exclusive, null, false);
    }

    static NumberBounds to(BigDecimal most, boolean exclusive) {
        return new NumberBounds(null, false, most, exclusive);
    }

    NumberBounds and(NumberBounds other) {
        NumberBounds low = higherLeast(other) ? other : this;
        NumberBounds high = lowerMost(other) ? other : this;
        return new NumberBounds(low.least, low.aboveLeast, high.most, high.belowMost);
    }

    private boolean higherLeast(NumberBounds other) {
        if (least == null || other.least == null) {
            return least == null;
        }
        int order = other.least.compareTo(least);
        return order > 0 || (order == 0 && other.aboveLeast);
    }

    private boolean lowerMost(NumberBounds other) {
        if (most == null || other.most == null) {
            return most == null;
        }
        int order = other.most.compareTo(most);
        return order < 0 || (order == 0 && other.belowMost);
    }

    boolean admits(BigDecimal number) {
        return !(least != null && number.compareTo(least) < (aboveLeast ? 1 : 0))
                && !(most != null && number.compareTo(most) > (belowMost ? -1 : 0));
    }

    /** Whether no number is within. */
    boolean isEmpty() {
        if (least == null || most == null) {
            return false;
        }
        int order = least.compareTo(most);
        return order > 0 || (order == 0 && (aboveLeast || belowMost));
    }
}
