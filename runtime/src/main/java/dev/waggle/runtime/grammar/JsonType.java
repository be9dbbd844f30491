package dev.waggle.runtime.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What kinds of value there are; no value is of two. JSON Schema's {@code number} is two of them. */
enum JsonType {
    OBJECT,
    ARRAY,
    STRING,
    INTEGER,
    FRACTION,
    BOOLEAN,
    NULL;

    static final Set<JsonType> ALL = Collections.unmodifiableSet(EnumSet.allOf(JsonType.class));
    static final Set<JsonType> NUMBERS = Collections.unmodifiableSet(EnumSet.of(INTEGER, FRACTION));

    /** By their names in a schema. */
    static final Map<String, Set<JsonType>> NAMED = Map.of(
            "object", Set.of(OBJECT),
            "array", Set.of(ARRAY),
            "string", Set.of(STRING),
            "integer", Set.of(INTEGER),
            "number", NUMBERS,
            "boolean", Set.of(BOOLEAN),
            "null", Set.of(NULL));

    static JsonType of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> OBJECT;
            case ARRAY -> ARRAY;
            case STRING -> STRING;
            case BOOLEAN -> BOOLEAN;
            case NUMBER -> isWhole(value.decimalValue()) ? INTEGER : FRACTION;
            default -> NULL;
        };
    }

    private static boolean isWhole(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }
}
