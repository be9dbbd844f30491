package dev.waggle.runtime.grammar;

import com.fasterxml.jackson.databind.JsonNode;

/** Compares a constant with what else its schema says. */
final class Constants {
    private Constants() {}

    /**
     * Whether a constant satisfies everything else.
     *
     * @throws UnsupportedSchemaException when that is not compared here
     */
    static boolean admits(Alternative way, JsonNode value, Located where) throws UnsupportedSchemaException {
        JsonType type = JsonType.of(value);
        if (!way.possibleTypes().contains(type)) {
            return false;
        }
        return switch (type) {
            case NULL, BOOLEAN -> true;
            case INTEGER, FRACTION -> way.numbers().admits(value.decimalValue());
            case STRING -> {
                refuse(way.strings().regex() != null, "pattern or format", where);
                String text = value.textValue();
                yield way.strings().lengths().admits(text.codePointCount(0, text.length()));
            }
            case ARRAY -> {
                refuse(!way.arrays().isAny(), "keyword about arrays", where);
                yield true;
            }
            case OBJECT -> {
                refuse(!way.objects().isAny(), "keyword about objects", where);
                yield true;
            }
        };
    }

    private static void refuse(boolean beside, String what, Located where) throws UnsupportedSchemaException {
        if (beside) {
            throw where.refused("has a " + what + " beside enum or const; only type, lengths and ranges are allowed"
                    + " there. Maybe leave only the values that satisfy it.");
        }
    }
}
