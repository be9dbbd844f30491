package dev.waggle.runtime.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a value may satisfy a schema: all of this holds. A form says nothing about values of other types.
 *
 * @param types kinds of value; null = not said
 * @param values the only values; null = not said
 * @param chosen by the pointer of each {@code oneOf} on the way, which of its schemas this satisfies
 */
record Alternative(
        @Nullable Set<JsonType> types,
        @Nullable List<JsonNode> values,
        NumberBounds numbers,
        StringForm strings,
        ArrayForm arrays,
        ObjectForm objects,
        Map<String, Integer> chosen) {
    static final Alternative ANY =
            new Alternative(null, null, NumberBounds.ANY, StringForm.ANY, ArrayForm.ANY, ObjectForm.ANY, Map.of());

    Alternative choosing(String oneOf, int place) {
        Map<String, Integer> all = new TreeMap<>(chosen);
        all.put(oneOf, place);
        return new Alternative(types, values, numbers, strings, arrays, objects, all);
    }

    /**
     * Both; null where no value satisfies both.
     *
     * @throws UnsupportedSchemaException where no grammar can express both
     */
    @Nullable
    Alternative and(Alternative other) throws UnsupportedSchemaException {
        Map<String, Integer> choices = new TreeMap<>(chosen);
        choices.putAll(other.chosen);
        StringForm bothStrings = strings.and(other.strings).orElseThrow(() -> twoRegexes(other));
        Alternative both = new Alternative(
                common(types, other.types),
                values == null ? other.values : other.values == null ? values : Values.common(values, other.values),
                numbers.and(other.numbers),
                bothStrings,
                arrays.and(other.arrays),
                objects.and(other.objects),
                choices);
        boolean contradiction = !both.chosen.entrySet().containsAll(chosen.entrySet());
        return contradiction || both.possibleTypes().isEmpty() ? null : both;
    }

    private UnsupportedSchemaException twoRegexes(Alternative other) {
        String pointer =
                other.strings.regex() == null ? "" : other.strings.regex().pointer();
        return new UnsupportedSchemaException(
                pointer,
                "a second pattern or format for the same string; a grammar can express one. Maybe write both as one.");
    }

    private static @Nullable Set<JsonType> common(@Nullable Set<JsonType> one, @Nullable Set<JsonType> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        Set<JsonType> both = EnumSet.noneOf(JsonType.class);
        one.stream().filter(other::contains).forEach(both::add);
        return both;
    }

    /** How much there is to merge. */
    int size() {
        int constants = values == null ? 0 : values.size();
        return 1
                + objects.properties().size()
                + objects.required().size()
                + arrays.prefix().size()
                + constants;
    }

    /** Whether every value satisfies this. */
    boolean isAny() {
        return values == null
                && possibleTypes().equals(JsonType.ALL)
                && numbers.equals(NumberBounds.ANY)
                && strings.isAny()
                && arrays.isAny()
                && objects.isAny();
    }

    /** The types a value that satisfies this may have. */
    Set<JsonType> possibleTypes() {
        return types == null ? JsonType.ALL : types;
    }

    /** The types of the values to write: where the schema says none, those it says anything about. */
    Set<JsonType> writtenTypes() {
        if (types != null || values != null) {
            return possibleTypes();
        }
        Set<JsonType> about = EnumSet.noneOf(JsonType.class);
        if (!objects.isAny()) {
            about.add(JsonType.OBJECT);
        }
        if (!arrays.isAny()) {
            about.add(JsonType.ARRAY);
        }
        if (!strings.isAny()) {
            about.add(JsonType.STRING);
        }
        if (!numbers.equals(NumberBounds.ANY)) {
            about.addAll(JsonType.NUMBERS);
        }
        return about.isEmpty() ? JsonType.ALL : about;
    }
}
