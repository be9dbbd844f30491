package dev.waggle.runtime.grammar;

import static dev.waggle.runtime.grammar.Expression.choice;
import static dev.waggle.runtime.grammar.Expression.optional;
import static dev.waggle.runtime.grammar.Expression.repeat;
import static dev.waggle.runtime.grammar.Expression.sequence;
import static dev.waggle.runtime.grammar.Expression.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the expression of the numbers within bounds, written without an exponent.
 *
 * <p>They have at most 15 significant digits: so many survive in a 64-bit float (DBL_DIG), so that no reader rounds a
 * number across a bound.
 */
final class NumberRange {
    private static final int DIGITS = 15;

    private NumberRange() {}

    static Expression of(NumberBounds bounds, Located where) throws UnsupportedSchemaException {
        if (bounds.equals(NumberBounds.ANY)) {
            return JsonRules.NUMBER;
        }
        BigDecimal far = BigDecimal.TEN.pow(DIGITS).subtract(BigDecimal.ONE);
        BigDecimal least = bounds.least() == null ? far.negate() : checked(bounds.least(), where);
        BigDecimal most = bounds.most() == null ? far : checked(bounds.most(), where);
        boolean aboveLeast = bounds.aboveLeast();
        boolean belowMost = bounds.belowMost();
        if (bounds.isEmpty() || least.compareTo(most) > 0) {
            return Expression.nothing();
        }
        List<Expression> all = new ArrayList<>();
        if (least.signum() < 0) {
            boolean toZero = most.signum() >= 0;
            BigDecimal nearest = toZero ? BigDecimal.ZERO : most.negate();
            all.add(sequence(text("-"), size(nearest, toZero || belowMost, least.negate(), aboveLeast)));
        }
        if (most.signum() > 0 || (most.signum() == 0 && !belowMost)) {
            boolean fromZero = least.signum() < 0;
            all.add(size(fromZero ? BigDecimal.ZERO : least, !fromZero && aboveLeast, most, belowMost));
        }
        return choice(all);
    }

    private static BigDecimal checked(BigDecimal bound, Located where) throws UnsupportedSchemaException {
        int whole = Math.max(bound.precision() - bound.scale(), 1);
        if (whole + Math.max(bound.scale(), 0) > DIGITS) {
            throw where.refused("has the bound " + bound.toPlainString() + " of a number; at most " + DIGITS
                    + " digits are allowed. Maybe use the type integer.");
        }
        return bound;
    }

    /** The numbers without a sign from one to another; an open end is not one of them. */
    private static Expression size(BigDecimal least, boolean openLeast, BigDecimal most, boolean openMost) {
        BigInteger low = least.setScale(0, RoundingMode.FLOOR).toBigInteger();
        BigInteger high = most.setScale(0, RoundingMode.FLOOR).toBigInteger();
        String lowFraction = fraction(least);
        String highFraction = fraction(most);
        if (low.equals(high)) {
            int length = Math.max(lowFraction.length(), highFraction.length());
            return sequence(
                    text(low.toString()),
                    between(padded(lowFraction, length), openLeast, padded(highFraction, length), openMost, room(low)));
        }
        List<Expression> all = new ArrayList<>();
        all.add(sequence(text(low.toString()), atLeast(lowFraction, openLeast, room(low))));
        BigInteger afterLow = low.add(BigInteger.ONE);
        BigInteger beforeHigh = high.subtract(BigInteger.ONE);
        int digits = afterLow.toString().length();
        for (Expression whole : IntegerRange.byLength(afterLow, beforeHigh)) {
            int room = DIGITS - digits++;
            all.add(sequence(whole, atLeast("", false, room)));
        }
        all.add(sequence(text(high.toString()), atMost(highFraction, openMost, room(high))));
        return choice(all);
    }

    private static int room(BigInteger whole) {
        return DIGITS - whole.toString().length();
    }

    /** The digits behind the point, without zeros at their end. */
    private static String fraction(BigDecimal number) {
        String plain = number.stripTrailingZeros().toPlainString();
        int point = plain.indexOf('.');
        return point < 0 ? "" : plain.substring(point + 1);
    }

    private static String padded(String digits, int length) {
        return digits + "0".repeat(length - digits.length());
    }

    /** A point and digits, or nothing, where the digits may be none. */
    private static Expression point(Expression digits) {
        return sequence(text("."), digits);
    }

    private static Expression atLeast(String digits, boolean open, int room) {
        if (!digits.isEmpty()) {
            return point(digitsFrom(digits, open, room));
        }
        return open ? point(digitsFrom("", true, room)) : anyFraction(room);
    }

    private static Expression anyFraction(int room) {
        return room == 0 ? Expression.empty() : optional(point(repeat(JsonRules.DIGIT, 1, room)));
    }

    private static Expression atMost(String digits, boolean open, int room) {
        if (!digits.isEmpty()) {
            return optional(point(nonEmptyDigitsTo(digits, open, room)));
        }
        return open ? Expression.nothing() : zeroFraction(room);
    }

    private static Expression zeroFraction(int room) {
        return room == 0 ? Expression.empty() : optional(point(repeat(text("0"), 1, room)));
    }

    private static Expression between(String low, boolean openLow, String high, boolean openHigh, int room) {
        if (low.isEmpty()) {
            return openLow || openHigh ? Expression.nothing() : zeroFraction(room);
        }
        Expression bare = !openLow && isZero(low) ? Expression.empty() : Expression.nothing();
        return choice(bare, point(digitsBetween(low, openLow, high, openHigh, room)));
    }

    private static Expression digitsBetween(String low, boolean openLow, String high, boolean openHigh, int room) {
        if (low.isEmpty()) {
            return openLow || openHigh ? Expression.nothing() : repeat(text("0"), 0, room);
        }
        char from = low.charAt(0);
        char to = high.charAt(0);
        String lowRest = low.substring(1);
        String highRest = high.substring(1);
        if (from == to) {
            return sequence(digit(from), digitsBetween(lowRest, openLow, highRest, openHigh, room - 1));
        }
        return choice(
                sequence(digit(from), digitsFrom(lowRest, openLow, room - 1)),
                sequence(IntegerRange.digits(from + 1, to - 1), any(room - 1)),
                sequence(digit(to), digitsTo(highRest, openHigh, room - 1)));
    }

    /** Digits behind a point that make at least as much. */
    private static Expression digitsFrom(String digits, boolean open, int room) {
        if (isZero(digits)) {
            return open ? notZero(room) : any(room);
        }
        char first = digits.charAt(0);
        return choice(
                sequence(digit(first), digitsFrom(digits.substring(1), open, room - 1)),
                sequence(IntegerRange.digits(first + 1, '9'), any(room - 1)));
    }

    /** Digits behind a point that make at most as much; none make nothing. */
    private static Expression digitsTo(String digits, boolean open, int room) {
        if (digits.isEmpty()) {
            return open ? Expression.nothing() : repeat(text("0"), 0, room);
        }
        Expression none = open && isZero(digits) ? Expression.nothing() : Expression.empty();
        return choice(none, nonEmptyDigitsTo(digits, open, room));
    }

    private static Expression nonEmptyDigitsTo(String digits, boolean open, int room) {
        char first = digits.charAt(0);
        return choice(
                sequence(IntegerRange.digits('0', first - 1), any(room - 1)),
                sequence(digit(first), digitsTo(digits.substring(1), open, room - 1)));
    }

    private static boolean isZero(String digits) {
        return digits.chars().allMatch(c -> c == '0');
    }

    private static Expression any(int room) {
        return repeat(JsonRules.DIGIT, 0, room);
    }

    private static Expression notZero(int room) {
        return room == 0
                ? Expression.nothing()
                : sequence(
                        repeat(text("0"), 0, room / 2),
                        Expression.characters("[1-9]"),
                        repeat(JsonRules.DIGIT, 0, room - 1 - room / 2));
    }

    private static Expression digit(char digit) {
        return text(Character.toString(digit));
    }
}
