package dev.waggle.runtime.grammar;

import static dev.waggle.runtime.grammar.Expression.choice;
import static dev.waggle.runtime.grammar.Expression.repeat;
import static dev.waggle.runtime.grammar.Expression.sequence;
import static dev.waggle.runtime.grammar.Expression.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the expression of the integers from one to another, without superfluous zeros. */
final class IntegerRange {
    /** Digits of an integer that has no bound, as llama.cpp 0.5 has it. */
    private static final int UNBOUND_DIGITS = 16;

    private IntegerRange() {}

    static Expression of(NumberBounds bounds) {
        if (bounds.equals(NumberBounds.ANY)) {
            return JsonRules.INTEGER;
        }
        BigInteger least = least(bounds);
        BigInteger most = most(bounds);
        return between(least == null ? unbound(most).negate() : least, most == null ? unbound(least) : most);
    }

    private static @Nullable BigInteger least(NumberBounds bounds) {
        BigDecimal least = bounds.least();
        if (least == null) {
            return null;
        }
        return bounds.aboveLeast()
                ? least.setScale(0, RoundingMode.FLOOR).toBigInteger().add(BigInteger.ONE)
                : least.setScale(0, RoundingMode.CEILING).toBigInteger();
    }

    private static @Nullable BigInteger most(NumberBounds bounds) {
        BigDecimal most = bounds.most();
        if (most == null) {
            return null;
        }
        return bounds.belowMost()
                ? most.setScale(0, RoundingMode.CEILING).toBigInteger().subtract(BigInteger.ONE)
                : most.setScale(0, RoundingMode.FLOOR).toBigInteger();
    }

    /** As far as one goes where there is no bound on that side. */
    private static BigInteger unbound(@Nullable BigInteger other) {
        int digits = other == null ? 0 : other.abs().toString().length();
        return BigInteger.TEN.pow(Math.max(UNBOUND_DIGITS, digits)).subtract(BigInteger.ONE);
    }

    private static Expression between(BigInteger least, BigInteger most) {
        List<Expression> all = new ArrayList<>();
        if (least.signum() < 0) {
            BigInteger nearest = most.signum() < 0 ? most.negate() : BigInteger.ONE;
            all.add(sequence(text("-"), choice(byLength(nearest, least.negate()))));
        }
        if (most.signum() >= 0) {
            all.addAll(byLength(least.max(BigInteger.ZERO), most));
        }
        return choice(all);
    }

    /** One expression for each number of digits, from few to many; neither is negative. */
    static List<Expression> byLength(BigInteger least, BigInteger most) {
        List<Expression> all = new ArrayList<>();
        for (int digits = least.toString().length(); least.compareTo(most) <= 0; digits++) {
            BigInteger longest = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
            BigInteger from = digits == 1 ? least : least.max(BigInteger.TEN.pow(digits - 1));
            if (from.compareTo(most) > 0) {
                break;
            }
            all.add(sameLength(from.toString(), longest.min(most).toString()));
        }
        return all;
    }

    /** The digit strings from one to another of the same length. */
    private static Expression sameLength(String from, String to) {
        if (from.isEmpty()) {
            return Expression.empty();
        }
        char low = from.charAt(0);
        char high = to.charAt(0);
        String fromRest = from.substring(1);
        String toRest = to.substring(1);
        if (low == high) {
            return sequence(text(Character.toString(low)), sameLength(fromRest, toRest));
        }
        String zeros = "0".repeat(fromRest.length());
        String nines = "9".repeat(fromRest.length());
        boolean lowWhole = fromRest.equals(zeros);
        boolean highWhole = toRest.equals(nines);
        List<Expression> all = new ArrayList<>();
        if (!lowWhole) {
            all.add(sequence(text(Character.toString(low)), sameLength(fromRest, nines)));
        }
        Expression middle = digits(low + (lowWhole ? 0 : 1), high - (highWhole ? 0 : 1));
        all.add(sequence(middle, repeat(JsonRules.DIGIT, zeros.length(), zeros.length())));
        if (!highWhole) {
            all.add(sequence(text(Character.toString(high)), sameLength(zeros, toRest)));
        }
        return choice(all);
    }

    /** One digit of a range of characters; none where the range is empty. */
    static Expression digits(int low, int high) {
        if (low > high) {
            return Expression.nothing();
        }
        return low == high
                ? text(Character.toString(low))
                : Expression.characters("[" + (char) low + "-" + (char) high + "]");
    }
}
