package dev.waggle.rules.explain;

import dev.waggle.rules.book.Rule.Operand;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One constraint that decides, and the values it was read on.
 *
 * @param facts what tells the facts apart from others of their type, such as placement and device; may be empty
 * @param constraint as the rule writes it
 * @param values by field; null is unknown
 * @param truth what it says
 */
public record Reason(
        Map<String, @Nullable Object> facts, String constraint, Map<String, @Nullable Object> values, Truth truth) {
    /** Copies the maps and keeps their order. */
    public Reason {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static Reason of(Match match, Reading reading) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        String left = reading.constraint().field();
        values.put(left, ordered(reading.left()));
        String right;
        if (reading.constraint().operand() instanceof Operand.Literal literal) {
            right = literal.value() instanceof String text
                    ? '"' + text + '"'
                    : literal.value().toString();
        } else {
            right = rightField(match, reading);
            values.put(right, ordered(reading.right()));
        }
        String text = left + " " + reading.constraint().operator().symbol() + " " + right;
        return new Reason(FactNames.of(match.facts()), text, values, reading.truth());
    }

    /** The name of the field on the right; with its type where the left has the same. */
    static String rightField(Match match, Reading reading) {
        Operand operand = reading.constraint().operand();
        if (operand instanceof Operand.OwnField own) return own.field();
        String field = ((Operand.OtherField) operand).field();
        return field.equals(reading.constraint().field())
                ? match.rule().patterns().get(0).type() + "." + field
                : field;
    }

    private static @Nullable Object ordered(@Nullable Object value) {
        return value instanceof Collection<?> many ? new TreeSet<>(many) : value;
    }
}
