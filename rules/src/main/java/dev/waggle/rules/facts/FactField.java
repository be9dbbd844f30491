package dev.waggle.rules.facts;

import dev.waggle.rules.facts.FactTypes.FieldKind;
import java.lang.reflect.RecordComponent;

/**
 * One field of a fact, as rules and people know it.
 *
 * @param name as rules, JSON and messages write it
 * @param kind what it holds
 * @param meaning what it is, as a phrase that can stand in a sentence
 * @param more what else is worth knowing, or ""
 * @param unit of a number, or ""
 * @param words what a text can be
 * @param source where it comes from
 * @param least the smallest value of a number
 */
public record FactField(
        String name, FieldKind kind, String meaning, String more, String unit, Words words, String source, long least) {

    static FactField of(RecordComponent component, String sourceOfFact) {
        Means means = component.getAnnotation(Means.class);
        if (means == null) throw new IllegalStateException("nobody says what " + component + " means");
        String[] parts = means.value().split("; ", 2);
        String unit = means.unit().isEmpty() ? unit(component.getName()) : means.unit();
        return new FactField(
                component.getName(),
                FieldKind.of(component.getType()),
                parts[0],
                parts.length > 1 ? parts[1] : "",
                unit,
                means.words(),
                means.from().isEmpty() ? sourceOfFact : means.from(),
                means.least());
    }

    private static String unit(String name) {
        if (name.endsWith("Bytes")) return "bytes";
        return name.endsWith("Tokens") ? "tokens" : "";
    }

    /** True for numbers. */
    public boolean isNumber() {
        return kind == FieldKind.WHOLE || kind == FieldKind.REAL;
    }
}
