package dev.waggle.runtime.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what one schema says by itself: all but {@code $ref}, {@code allOf}, {@code anyOf} and {@code oneOf}. */
final class Keywords {
    private final Located schema;
    private final JsonNode node;

    private Keywords(Located schema) {
        this.schema = schema;
        this.node = schema.node();
    }

    /** What a schema that is an object says by itself. */
    static Alternative read(Located schema) throws UnsupportedSchemaException {
        return new Keywords(schema).read();
    }

    private Alternative read() throws UnsupportedSchemaException {
        KnownKeywords.check(schema);
        return new Alternative(types(), values(), numbers(), strings(), arrays(), objects(), Map.of());
    }

    private @Nullable Set<JsonType> types() throws UnsupportedSchemaException {
        if (!node.has("type")) {
            return null;
        }
        Located type = schema.at("type");
        Set<JsonType> types = EnumSet.noneOf(JsonType.class);
        for (Located each : type.node().isArray() ? members(type) : List.of(type)) {
            Set<JsonType> named =
                    each.node().isTextual() ? JsonType.NAMED.get(each.node().textValue()) : null;
            if (named == null) {
                throw each.refused("is " + each.node() + "; allowed are " + allowedTypes() + ", or a list of them.");
            }
            types.addAll(named);
        }
        if (flag("nullable")) {
            types.add(JsonType.NULL);
        }
        return types;
    }

    private static String allowedTypes() {
        return String.join(", ", JsonType.NAMED.keySet().stream().sorted().toList());
    }

    private @Nullable List<JsonNode> values() throws UnsupportedSchemaException {
        List<JsonNode> constant = node.has("const") ? List.of(node.get("const")) : null;
        if (!node.has("enum")) {
            return constant;
        }
        List<JsonNode> values =
                members(schema.at("enum")).stream().map(Located::node).toList();
        if (values.size() > Limits.VALUES) {
            throw schema.at("enum")
                    .refused("has " + values.size() + " values; at most " + Limits.VALUES + " are allowed.");
        }
        return constant == null ? values : Values.common(values, constant);
    }

    private NumberBounds numbers() throws UnsupportedSchemaException {
        NumberBounds bounds = NumberBounds.ANY;
        for (String keyword : List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")) {
            if (node.has(keyword)) {
                BigDecimal bound = Numbers.bound(schema.at(keyword));
                boolean exclusive = keyword.startsWith("exclusive");
                boolean least = keyword.endsWith("inimum");
                bounds = bounds.and(least ? NumberBounds.from(bound, exclusive) : NumberBounds.to(bound, exclusive));
            }
        }
        Format format = format();
        return format == null ? bounds : bounds.and(format.numbers());
    }

    private StringForm strings() throws UnsupportedSchemaException {
        CountBounds lengths = new CountBounds(count("minLength"), count("maxLength"));
        StringForm form = new StringForm(lengths, null);
        if (node.has("pattern")) {
            Located pattern = schema.at("pattern");
            if (!pattern.node().isTextual()) {
                throw pattern.refused("is no text; a regular expression is allowed.");
            }
            form = new StringForm(
                    lengths,
                    new StringForm.Regex(pattern.pointer(), pattern.node().textValue()));
        }
        Format format = format();
        if (format == null || format.regex() == null) {
            return form;
        }
        StringForm.Regex regex = new StringForm.Regex(schema.at("format").pointer(), format.regex());
        return form.and(new StringForm(CountBounds.ANY, regex))
                .orElseThrow(() ->
                        schema.at("format").refused("is beside a pattern; a grammar can express one of the two."));
    }

    private @Nullable Format format() throws UnsupportedSchemaException {
        return node.has("format") ? Format.named(schema.at("format")) : null;
    }

    private ArrayForm arrays() throws UnsupportedSchemaException {
        CountBounds counts = new CountBounds(count("minItems"), count("maxItems"));
        boolean oldTuple = node.path("items").isArray();
        String prefix = oldTuple ? "items" : "prefixItems";
        String others = oldTuple ? "additionalItems" : "items";
        List<List<Located>> places = new ArrayList<>();
        if (node.has(prefix)) {
            members(schema.at(prefix)).forEach(place -> places.add(List.of(place)));
            if (places.size() > Limits.PREFIX_ITEMS) {
                throw schema.at(prefix)
                        .refused("has " + places.size() + " places; at most " + Limits.PREFIX_ITEMS + " are allowed.");
            }
        }
        return new ArrayForm(List.copyOf(places), one(others), counts);
    }

    private ObjectForm objects() throws UnsupportedSchemaException {
        Map<String, List<Located>> properties = new LinkedHashMap<>();
        if (node.has("properties")) {
            Located all = schema.at("properties");
            if (!all.node().isObject()) {
                throw all.refused("is " + kind(all.node()) + "; an object of schemas is allowed.");
            }
            all.node()
                    .properties()
                    .forEach(each -> properties.put(each.getKey(), List.of(all.at(each.getKey(), each.getValue()))));
        }
        Set<String> required = new LinkedHashSet<>();
        if (node.has("required")) {
            for (Located name : members(schema.at("required"))) {
                if (!name.node().isTextual()) {
                    throw name.refused("is " + name.node() + "; the name of a property is allowed.");
                }
                required.add(name.node().textValue());
            }
        }
        CountBounds counts = new CountBounds(count("minProperties"), count("maxProperties"));
        return new ObjectForm(properties, required, one("additionalProperties"), counts);
    }

    private @Nullable List<Located> one(String keyword) {
        return node.has(keyword) ? List.of(schema.at(keyword)) : null;
    }

    private boolean flag(String keyword) throws UnsupportedSchemaException {
        if (node.has(keyword) && !node.get(keyword).isBoolean()) {
            throw schema.at(keyword).refused("is " + node.get(keyword) + "; true and false are allowed.");
        }
        return node.path(keyword).asBoolean(false);
    }

    private @Nullable Integer count(String keyword) throws UnsupportedSchemaException {
        return node.has(keyword) ? Numbers.count(schema.at(keyword)) : null;
    }

    /** The members of a list. */
    static List<Located> members(Located list) throws UnsupportedSchemaException {
        if (!list.node().isArray()) {
            throw list.refused("is " + kind(list.node()) + "; a list is allowed.");
        }
        List<Located> members = new ArrayList<>();
        for (JsonNode each : list.node()) {
            members.add(list.at(Integer.toString(members.size()), each));
        }
        return members;
    }

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            default -> "null";
        };
    }
}
