package dev.waggle.runtime.grammar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes up schemas, values that satisfy them, and values that are near. */
final class Schemas {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> NAMES = List.of("a", "ab", "b", "né", "x\"y", "", "kind", "ka");
    private static final List<String> STRINGS =
            List.of("", "a", "ab", "abc", "\"", "\\", "\n", "é", "日本", "😀", "1", "true", "2024-02-29", "a b");
    private static final List<String> PATTERNS = List.of(
            "^[a-c]{1,3}$", "^(ab|c)*$", "\\d", "^\\S+$", "^.?$", "b|^a", "^[^a]", "\"$", "^(?:[A-Z]|\\\\)+x?$");

    private final Random random;

    Schemas(Random random) {
        this.random = random;
    }

    /** A schema, with definitions that it and they refer to. */
    ObjectNode schema() {
        ObjectNode root = schema(3);
        ObjectNode definitions = root.putObject("$defs");
        definitions.set("one", schema(2));
        definitions.set("two", schema(1));
        return root;
    }

    private ObjectNode schema(int depth) {
        ObjectNode schema = NODES.objectNode();
        switch (random.nextInt(depth > 0 ? 12 : 6)) {
            case 0 -> string(schema);
            case 1 -> number(schema, "integer");
            case 2 -> number(schema, "number");
            case 3 -> schema.put("type", random.nextBoolean() ? "boolean" : "null");
            case 4 -> constants(schema);
            case 5 -> {
                string(schema);
                number(schema, "integer");
                schema.putArray("type").add("string").add("integer").add("null");
            }
            case 6, 7 -> object(schema, depth);
            case 8 -> array(schema, depth);
            case 9 -> schema.put("$ref", random.nextBoolean() ? "#/$defs/one" : "#/$defs/two");
            case 10 -> alternatives(schema, depth);
            default -> together(schema, depth);
        }
        return schema;
    }

    private void string(ObjectNode schema) {
        schema.put("type", "string");
        switch (random.nextInt(4)) {
            case 0 -> schema.put("minLength", random.nextInt(3)).put("maxLength", 2 + random.nextInt(3));
            case 1 -> schema.put("pattern", any(PATTERNS));
            case 2 ->
                schema.put("format", any(List.of("date", "time", "date-time", "uuid", "ipv4", "hostname", "email")));
            default -> schema.put("title", "any string");
        }
    }

    private void number(ObjectNode schema, String type) {
        schema.put("type", type);
        boolean whole = type.equals("integer");
        if (random.nextInt(3) > 0) {
            schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", bound(whole));
        }
        if (random.nextInt(3) > 0) {
            schema.put(random.nextBoolean() ? "maximum" : "exclusiveMaximum", bound(whole));
        }
    }

    private BigDecimal bound(boolean whole) {
        int size = List.of(3, 30, 400, 100_000).get(random.nextInt(4));
        return BigDecimal.valueOf(random.nextInt(2 * size) - size, whole ? 0 : random.nextInt(3));
    }

    private void constants(ObjectNode schema) {
        ArrayNode values = schema.putArray("enum");
        for (int i = 0; i <= random.nextInt(4); i++) {
            values.add(scalar());
        }
    }

    private JsonNode scalar() {
        return switch (random.nextInt(5)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(bound(true).toBigInteger());
            case 3 -> NODES.numberNode(bound(false));
            default -> NODES.textNode(any(STRINGS));
        };
    }

    private void object(ObjectNode schema, int depth) {
        if (random.nextBoolean()) {
            schema.put("type", "object");
        }
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        for (int i = 0; i < random.nextInt(4); i++) {
            String name = any(NAMES);
            properties.set(name, schema(depth - 1));
            if (random.nextBoolean()) {
                required.add(name);
            }
        }
        if (random.nextInt(4) == 0) {
            required.add("else");
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        switch (random.nextInt(4)) {
            case 0 -> schema.put("additionalProperties", false);
            case 1 -> schema.set("additionalProperties", schema(depth - 1));
            default -> schema.put("description", "open");
        }
    }

    private void array(ObjectNode schema, int depth) {
        schema.put("type", "array");
        if (random.nextBoolean()) {
            schema.set("items", schema(depth - 1));
        }
        if (random.nextInt(3) == 0) {
            schema.putArray("prefixItems").add(schema(depth - 1)).add(schema(depth - 1));
        }
        if (random.nextBoolean()) {
            schema.put("minItems", random.nextInt(3));
        }
        if (random.nextBoolean()) {
            schema.put("maxItems", 1 + random.nextInt(3));
        }
    }

    private void alternatives(ObjectNode schema, int depth) {
        ArrayNode list = schema.putArray(random.nextBoolean() ? "anyOf" : "oneOf");
        list.add(schema(depth - 1)).add(schema(depth - 1));
    }

    private void together(ObjectNode schema, int depth) {
        object(schema, depth);
        ObjectNode other = NODES.objectNode();
        object(other, depth);
        schema.putArray("allOf").add(other);
    }

    /** The value with something changed, somewhere. */
    JsonNode mutated(JsonNode value) {
        if (value.isObject() && !value.isEmpty() && random.nextInt(4) > 0) {
            ObjectNode copy = value.deepCopy();
            String name = any(value.properties().stream().map(Map.Entry::getKey).toList());
            switch (random.nextInt(3)) {
                case 0 -> copy.remove(name);
                case 1 -> copy.set(any(NAMES), scalar());
                default -> copy.set(name, mutated(value.get(name)));
            }
            return copy;
        }
        if (value.isArray() && !value.isEmpty() && random.nextInt(4) > 0) {
            ArrayNode copy = value.deepCopy();
            int place = random.nextInt(value.size());
            switch (random.nextInt(3)) {
                case 0 -> copy.remove(place);
                case 1 -> copy.add(scalar());
                default -> copy.set(place, mutated(value.get(place)));
            }
            return copy;
        }
        if (value.isNumber() && random.nextBoolean()) {
            return NODES.numberNode(value.decimalValue().add(BigDecimal.valueOf(random.nextInt(400) - 200)));
        }
        return value.isTextual() && random.nextBoolean() ? NODES.textNode(value.textValue() + any(STRINGS)) : scalar();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    static JsonNode read(String text) {
        try {
            return new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + text, e);
        }
    }
}
