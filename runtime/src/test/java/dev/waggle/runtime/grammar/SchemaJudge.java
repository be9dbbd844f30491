package dev.waggle.runtime.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Says whether a value satisfies a schema, as JSON Schema 2020-12 has it: of each keyword that is not refused. */
final class SchemaJudge {
    private final JsonNode root;

    SchemaJudge(JsonNode root) {
        this.root = root;
    }

    boolean accepts(JsonNode value) {
        return accepts(root, value);
    }

    private boolean accepts(JsonNode schema, JsonNode value) {
        if (schema.isBoolean()) {
            return schema.booleanValue();
        }
        return type(schema, value)
                && values(schema, value)
                && applied(schema, value)
                && (!value.isNumber() || number(schema, value.decimalValue()))
                && (!value.isTextual() || string(schema, value.textValue()))
                && (!value.isArray() || array(schema, value))
                && (!value.isObject() || object(schema, value));
    }

    private static boolean type(JsonNode schema, JsonNode value) {
        JsonNode type = schema.path("type");
        if (type.isMissingNode()) {
            return true;
        }
        return type.isTextual()
                ? isOf(type.textValue(), value)
                : stream(type).anyMatch(each -> isOf(each.textValue(), value));
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "number" -> value.isNumber();
            case "integer" ->
                value.isNumber()
                        && value.decimalValue().remainder(BigDecimal.ONE).signum() == 0;
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static boolean values(JsonNode schema, JsonNode value) {
        return (!schema.has("const") || same(schema.get("const"), value))
                && (!schema.has("enum") || stream(schema.get("enum")).anyMatch(each -> same(each, value)));
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return one.equals(
                (a, b) -> a.isNumber() && b.isNumber()
                        ? a.decimalValue().compareTo(b.decimalValue())
                        : a.equals(b) ? 0 : 1,
                other);
    }

    private boolean applied(JsonNode schema, JsonNode value) {
        return (!schema.has("$ref")
                        || accepts(root.at(schema.get("$ref").textValue().substring(1)), value))
                && stream(schema.path("allOf")).allMatch(each -> accepts(each, value))
                && (!schema.has("anyOf") || stream(schema.get("anyOf")).anyMatch(each -> accepts(each, value)))
                && (!schema.has("oneOf")
                        || stream(schema.get("oneOf"))
                                        .filter(each -> accepts(each, value))
                                        .count()
                                == 1);
    }

    private static boolean number(JsonNode schema, BigDecimal value) {
        return compare(schema, "minimum", value) >= 0
                && compare(schema, "maximum", value) <= 0
                && (!schema.has("exclusiveMinimum") || compare(schema, "exclusiveMinimum", value) > 0)
                && (!schema.has("exclusiveMaximum") || compare(schema, "exclusiveMaximum", value) < 0);
    }

    private static int compare(JsonNode schema, String keyword, BigDecimal value) {
        return schema.has(keyword) ? value.compareTo(schema.get(keyword).decimalValue()) : 0;
    }

    private static boolean string(JsonNode schema, String value) {
        int flags = Pattern.UNICODE_CASE;
        return within(schema, "Length", value.codePointCount(0, value.length()))
                && (!schema.has("pattern")
                        || Pattern.compile(schema.get("pattern").textValue(), flags)
                                .matcher(value)
                                .find())
                && (!schema.has("format")
                        || FormatJudge.accepts(schema.get("format").textValue(), value));
    }

    private boolean array(JsonNode schema, JsonNode value) {
        if (!within(schema, "Items", value.size())) {
            return false;
        }
        boolean old = schema.path("items").isArray();
        JsonNode places = schema.path(old ? "items" : "prefixItems");
        JsonNode others = schema.path(old ? "additionalItems" : "items");
        for (int i = 0; i < value.size(); i++) {
            JsonNode said = i < places.size() ? places.get(i) : others;
            if (!said.isMissingNode() && !accepts(said, value.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean object(JsonNode schema, JsonNode value) {
        if (!within(schema, "Properties", value.size())
                || !stream(schema.path("required")).allMatch(name -> value.has(name.textValue()))) {
            return false;
        }
        Iterator<Map.Entry<String, JsonNode>> fields = value.properties().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode listed = schema.path("properties").path(field.getKey());
            JsonNode said = listed.isMissingNode() ? schema.path("additionalProperties") : listed;
            if (!said.isMissingNode() && !accepts(said, field.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean within(JsonNode schema, String what, int count) {
        return count >= schema.path("min" + what).asInt(0)
                && count <= schema.path("max" + what).asInt(count);
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
