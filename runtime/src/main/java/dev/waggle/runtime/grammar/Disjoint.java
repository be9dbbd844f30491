package dev.waggle.runtime.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Proves that no value written for one alternative satisfies another, as {@code oneOf} asks for. */
final class Disjoint {
    private static final int DEEPEST = 4;

    /** Of one comparison, in the steps that {@link Effort} counts. */
    private static final int COST = 10;

    private final Alternatives alternatives;
    private final Effort effort;

    /** How far inside the compared values a comparison is. */
    private record Depth(Located where, int levels) {
        Depth inside() {
            return new Depth(where, levels + 1);
        }
    }

    Disjoint(Alternatives alternatives, Effort effort) {
        this.alternatives = alternatives;
        this.effort = effort;
    }

    /** @throws UnsupportedSchemaException naming a {@code oneOf} of which two schemas might hold at once */
    void check(List<Alternative> all, Located where) throws UnsupportedSchemaException {
        for (Alternative one : all) {
            for (Alternative other : all) {
                for (Map.Entry<String, Integer> choice : one.chosen().entrySet()) {
                    Integer otherPlace = other.chosen().get(choice.getKey());
                    if (otherPlace != null
                            && !otherPlace.equals(choice.getValue())
                            && !apart(one, other, new Depth(where, 0))) {
                        throw new UnsupportedSchemaException(choice.getKey(), overlap(choice.getValue(), otherPlace));
                    }
                }
            }
        }
    }

    private static String overlap(int one, int other) {
        return "a value might satisfy both " + one + " and " + other + "; a grammar can express oneOf only where types,"
                + " ranges, constants or required properties keep its schemas apart. Maybe use anyOf, or give each"
                + " schema a required property with a const of its own.";
    }

    private boolean apart(Alternative written, Alternative other, Depth depth) throws UnsupportedSchemaException {
        effort.spend(COST, depth.where());
        for (JsonType type : written.writtenTypes()) {
            if (other.possibleTypes().contains(type) && !apart(type, written, other, depth)) {
                return false;
            }
        }
        return true;
    }

    private boolean apart(JsonType type, Alternative written, Alternative other, Depth depth)
            throws UnsupportedSchemaException {
        if (written.values() != null || other.values() != null) {
            return valuesApart(type, written, other);
        }
        return switch (type) {
            case NULL, BOOLEAN -> false;
            case INTEGER, FRACTION -> written.numbers().and(other.numbers()).isEmpty();
            case STRING ->
                written.strings().lengths().and(other.strings().lengths()).isEmpty();
            case ARRAY -> written.arrays().counts().and(other.arrays().counts()).isEmpty();
            case OBJECT -> objectsApart(written.objects(), other.objects(), depth);
        };
    }

    private static boolean valuesApart(JsonType type, Alternative written, Alternative other) {
        List<JsonNode> values = written.values() == null ? other.values() : written.values();
        Alternative rest = written.values() == null ? written : other;
        List<JsonNode> its = rest.values();
        return values == null
                || values.stream()
                        .filter(value -> JsonType.of(value) == type)
                        .allMatch(value -> (its != null && !Values.contains(its, value)) || tooFar(value, rest));
    }

    private static boolean tooFar(JsonNode value, Alternative rest) {
        if (value.isNumber()) {
            return !rest.numbers().admits(value.decimalValue());
        }
        return value.isTextual()
                && !rest.strings()
                        .lengths()
                        .admits(value.textValue()
                                .codePointCount(0, value.textValue().length()));
    }

    private boolean objectsApart(ObjectForm written, ObjectForm other, Depth depth) throws UnsupportedSchemaException {
        Map<String, List<Located>> properties = written.written();
        for (String name : other.required()) {
            List<Located> its = properties.containsKey(name) ? properties.get(name) : written.writtenOthers();
            if (its == null || differ(its, other.said(name), depth)) {
                return true;
            }
        }
        for (String name : written.required()) {
            if (differ(properties.get(name), other.said(name), depth)) {
                return true;
            }
        }
        return false;
    }

    private boolean differ(@Nullable List<Located> written, @Nullable List<Located> other, Depth depth)
            throws UnsupportedSchemaException {
        if (depth.levels() == DEEPEST) {
            return false;
        }
        for (Alternative one : ways(written)) {
            for (Alternative two : ways(other)) {
                if (!apart(one, two, depth.inside())) {
                    return false;
                }
            }
        }
        return true;
    }

    private List<Alternative> ways(@Nullable List<Located> schemas) throws UnsupportedSchemaException {
        return alternatives.of(schemas == null ? List.of() : schemas);
    }
}
