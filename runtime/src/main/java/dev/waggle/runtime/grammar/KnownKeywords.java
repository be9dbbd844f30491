package dev.waggle.runtime.grammar;

import java.util.List;
import java.util.Set;

/** Which keywords a schema may have. */
final class KnownKeywords {
    /** Keywords that say nothing about a value. */
    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "default",
            "example",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "discriminator",
            "$schema",
            "$comment",
            "$defs",
            "definitions");

    private static final List<String> ASSERTIONS = List.of(
            "type",
            "nullable",
            "enum",
            "const",
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
            "prefixItems",
            "items",
            "additionalItems",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "minimum",
            "exclusiveMinimum",
            "maximum",
            "exclusiveMaximum",
            "$ref",
            "allOf",
            "anyOf",
            "oneOf");

    private KnownKeywords() {}

    /** Whether a keyword says nothing about a value. */
    static boolean isAnnotation(Located schema, String keyword) {
        return ANNOTATIONS.contains(keyword)
                || keyword.startsWith("x-")
                || (keyword.equals("$id") && schema.pointer().isEmpty());
    }

    /** Refuses a keyword that is none of these. */
    static void check(Located schema) throws UnsupportedSchemaException {
        for (var field : schema.node().properties()) {
            String keyword = field.getKey();
            if (!isAnnotation(schema, keyword) && !ASSERTIONS.contains(keyword)) {
                throw schema.at(keyword)
                        .refused("a grammar can't express this keyword. What can be: " + String.join(", ", ASSERTIONS)
                                + ".");
            }
        }
        if (schema.node().path("uniqueItems").asBoolean(false)) {
            throw schema.at("uniqueItems").refused("is true; a grammar can't tell whether two items are the same.");
        }
    }
}
