package dev.waggle.runtime.grammar;

import java.math.BigDecimal;

/** Reads the numbers a schema gives. */
final class Numbers {
    private Numbers() {}

    static BigDecimal bound(Located where) throws UnsupportedSchemaException {
        if (!where.node().isNumber()) {
            throw where.refused("is " + where.node() + "; a number is allowed.");
        }
        BigDecimal number = where.node().decimalValue();
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal plain = number.stripTrailingZeros();
        long wholeDigits = (long) plain.precision() - plain.scale();
        if (wholeDigits > Limits.DIGITS || plain.scale() > Limits.DIGITS) {
            throw where.refused(
                    "is " + number + "; at most " + Limits.DIGITS + " digits before and after the point are allowed.");
        }
        return plain;
    }

    /** A count that may be as large as one repetition; a larger least count is refused, a larger most too. */
    static int count(Located where) throws UnsupportedSchemaException {
        BigDecimal number = bound(where);
        boolean allowed = number.signum() >= 0
                && number.scale() <= 0
                && number.compareTo(BigDecimal.valueOf(Limits.REPETITIONS)) <= 0;
        if (!allowed) {
            throw where.refused(
                    "is " + number.toPlainString() + "; an integer from 0 to " + Limits.REPETITIONS + " is allowed.");
        }
        return number.intValueExact();
    }
}
