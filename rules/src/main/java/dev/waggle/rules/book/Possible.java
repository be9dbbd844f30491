package dev.waggle.rules.book;

import dev.waggle.rules.facts.FactField;
import dev.waggle.rules.facts.FactTypes.FieldKind;
import dev.waggle.rules.facts.FactWords;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The values that a field can still have after it was compared with literals. */
sealed interface Possible {
    /** All that a field can be: listed where the vocabulary is the program's own, and not a catalog's. */
    static Possible of(FactField field, FactWords words) {
        if (field.isNumber()) {
            BigDecimal least = field.least() == Long.MIN_VALUE ? null : BigDecimal.valueOf(field.least());
            return new Numbers(field.kind() == FieldKind.WHOLE, least, null, Set.of());
        }
        if (field.kind() == FieldKind.TRUTH) return new Among(Set.of(true, false));
        boolean isListed = !field.words().fixed().isEmpty();
        Set<String> known = words.of(field.words()).orElse(Set.of());
        return isListed && !known.isEmpty() ? new Among(Set.copyOf(known)) : new AllBut(Set.of());
    }

    /** What is left of them where the comparison with a literal holds. */
    Possible under(Operator operator, Object literal);

    /** True where no value is left. */
    boolean isNothing();

    /** Texts or truths that can be listed. */
    record Among(Set<Object> values) implements Possible {
        @Override
        public Possible under(Operator operator, Object literal) {
            Set<Object> left = new HashSet<>(values);
            if (operator == Operator.EQUAL) left.retainAll(Set.of(literal));
            else left.remove(literal);
            return new Among(left);
        }

        @Override
        public boolean isNothing() {
            return values.isEmpty();
        }

        @Override
        public String toString() {
            Set<String> words = new TreeSet<>();
            for (Object value : values) words.add(String.valueOf(value));
            return "one of " + Nearest.allowed(words);
        }
    }

    /** Any text but these. */
    record AllBut(Set<Object> values) implements Possible {
        @Override
        public Possible under(Operator operator, Object literal) {
            if (operator == Operator.EQUAL) return new Among(values.contains(literal) ? Set.of() : Set.of(literal));
            Set<Object> more = new HashSet<>(values);
            more.add(literal);
            return new AllBut(more);
        }

        @Override
        public boolean isNothing() {
            return false;
        }

        @Override
        public String toString() {
            return "any text";
        }
    }

    /**
     * Numbers of a range, without some. Bounds of whole numbers are among them.
     *
     * @param low the smallest, or above it where it is among the excluded; null where there is none
     * @param high the largest, or below it where it is among the excluded; null where there is none
     */
    record Numbers(
            boolean whole,
            @Nullable BigDecimal low,
            @Nullable BigDecimal high,
            Set<BigDecimal> excluded) implements Possible {
        @Override
        public Possible under(Operator operator, Object literal) {
            BigDecimal number = new BigDecimal(literal.toString()).stripTrailingZeros();
            return switch (operator) {
                case EQUAL -> atLeast(number).atMost(number);
                case LESS ->
                    whole
                            ? atMost(number.subtract(BigDecimal.ONE))
                            : atMost(number).without(number);
                case AT_MOST -> atMost(number);
                case GREATER ->
                    whole
                            ? atLeast(number.add(BigDecimal.ONE))
                            : atLeast(number).without(number);
                case AT_LEAST -> atLeast(number);
                default -> without(number);
            };
        }

        private Numbers atLeast(BigDecimal number) {
            return new Numbers(whole, low == null ? number : low.max(number), high, excluded);
        }

        private Numbers atMost(BigDecimal number) {
            return new Numbers(whole, low, high == null ? number : high.min(number), excluded);
        }

        private Numbers without(BigDecimal number) {
            Set<BigDecimal> more = new HashSet<>(excluded);
            more.add(number.stripTrailingZeros());
            return new Numbers(whole, low, high, more);
        }

        @Override
        public boolean isNothing() {
            if (low == null || high == null) return false;
            int order = low.compareTo(high);
            return order > 0 || (order == 0 && excluded.contains(low.stripTrailingZeros()));
        }

        @Override
        public String toString() {
            if (low == null) return "any number";
            return low.signum() == 0 ? "never negative" : "at least " + low.toPlainString();
        }
    }
}
