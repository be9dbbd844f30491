package dev.waggle.rules.explain;

import dev.waggle.rules.book.Operator;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FieldKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Random values of fields, few enough that they often meet, and values that make a comparison come out as wanted. */
final class Values {
    private static final List<String> TEXTS = List.of("a", "b", "c", "d");
    private static final List<Long> WHOLES =
            List.of(-1L, 0L, 1L, 2L, 3L, 512L, 4_294_967_297L, 9_007_199_254_740_992L, 9_007_199_254_740_993L);
    private static final long MOST = 1L << 60;

    private final Random random;
    private final Map<String, List<Object>> literals = new HashMap<>();

    Values(Random random, List<Rule> rules) {
        this.random = random;
        for (Rule rule : rules)
            for (Rule.Pattern pattern : rule.patterns())
                for (Rule.Constraint constraint : pattern.constraints())
                    if (constraint.operand() instanceof Operand.Literal literal)
                        literals.computeIfAbsent(pattern.type() + "." + constraint.field(), field -> new ArrayList<>())
                                .add(literal.value());
    }

    /** A value of a field; one time in four a literal that a rule compares it with. */
    Object of(String type, String field) {
        FieldKind kind =
                Objects.requireNonNull(FactTypes.of(type).orElseThrow().fields().get(field));
        List<Object> known = literals.getOrDefault(type + "." + field, List.of());
        if (kind != FieldKind.TEXTS && !known.isEmpty() && random.nextInt(4) == 0) {
            Object literal = known.get(random.nextInt(known.size()));
            boolean narrow = kind == FieldKind.REAL && literal instanceof Long;
            return narrow ? Double.valueOf(((Long) literal).doubleValue()) : fitting(type, field, literal);
        }
        return fitting(
                type,
                field,
                switch (kind) {
                    case TEXT -> text();
                    case WHOLE -> WHOLES.get(random.nextInt(WHOLES.size()));
                    case REAL -> random.nextInt(9) / 2.0 - 1;
                    case TRUTH -> random.nextBoolean();
                    case TEXTS -> texts();
                });
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private Set<String> texts() {
        Set<String> texts = new TreeSet<>();
        for (String text : TEXTS) if (random.nextInt(5) < 3) texts.add(text);
        return texts;
    }

    /** The number in the type that the field has. */
    static Object fitting(String type, String field, Object value) {
        try {
            Class<?> wanted =
                    FactTypes.of(type).orElseThrow().type().getMethod(field).getReturnType();
            return wanted == Integer.class && value instanceof Long whole ? (Object) whole.intValue() : value;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a left side must be changed to so that the comparison comes out so; null where no value does that. */
    @Nullable
    Object left(Operator operator, @Nullable Object before, Object right, boolean holds) {
        return switch (operator) {
            case EQUAL -> holds ? right : other(right);
            case NOT_EQUAL -> holds ? other(right) : right;
            case LESS -> near(right, holds ? -1 : 1, !holds);
            case AT_MOST -> near(right, holds ? -1 : 1, holds);
            case GREATER -> near(right, holds ? 1 : -1, !holds);
            case AT_LEAST -> near(right, holds ? 1 : -1, holds);
            case MEMBER_OF -> member((Collection<?>) right, holds);
            case NOT_MEMBER_OF -> member((Collection<?>) right, !holds);
            case CONTAINS -> holding(before, right, holds);
            case NOT_CONTAINS -> holding(before, right, !holds);
        };
    }

    /** The operator that says the same with its sides exchanged. */
    static Operator mirrored(Operator operator) {
        return switch (operator) {
            case EQUAL, NOT_EQUAL -> operator;
            case LESS -> Operator.GREATER;
            case AT_MOST -> Operator.AT_LEAST;
            case GREATER -> Operator.LESS;
            case AT_LEAST -> Operator.AT_MOST;
            case MEMBER_OF -> Operator.CONTAINS;
            case NOT_MEMBER_OF -> Operator.NOT_CONTAINS;
            case CONTAINS -> Operator.MEMBER_OF;
            case NOT_CONTAINS -> Operator.NOT_MEMBER_OF;
        };
    }

    private Object other(Object value) {
        if (value instanceof Boolean truth) return !truth;
        if (value instanceof Number) return near(value, random.nextBoolean() ? 1 : -1, false);
        String text = text();
        return text.equals(value) ? text + text : text;
    }

    /** A number on that side of another, often next to it, or the same where it may be. */
    private Object near(Object number, int side, boolean maybeSame) {
        long distance = maybeSame && random.nextInt(3) == 0 ? 0 : 1 + (random.nextInt(3) == 0 ? random.nextInt(9) : 0);
        if (number instanceof Double real) return real + side * distance / 2.0;
        long whole = ((Number) number).longValue();
        return Math.max(-MOST, Math.min(MOST, whole + side * distance));
    }

    private @Nullable Object member(Collection<?> set, boolean holds) {
        if (!holds)
            return TEXTS.stream().filter(text -> !set.contains(text)).findAny().orElse("none of them");
        return set.isEmpty() ? null : List.copyOf(set).get(random.nextInt(set.size()));
    }

    private static Object holding(@Nullable Object set, Object member, boolean holds) {
        Set<String> changed = new TreeSet<>();
        if (set instanceof Collection<?> members) for (Object each : members) changed.add((String) each);
        if (holds) changed.add((String) member);
        else changed.remove(member);
        return changed;
    }
}
