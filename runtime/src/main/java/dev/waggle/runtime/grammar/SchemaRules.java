package dev.waggle.runtime.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the rules of a schema: one for each set of schemas that hold together of one value. */
final class SchemaRules {
    private final SchemaDocument document;
    private final Alternatives alternatives;
    private final Disjoint disjoint;
    private final RuleTable table = new RuleTable();
    private final Map<List<String>, String> names = new HashMap<>();
    private final Deque<Open> open = new ArrayDeque<>();

    /** A rule that has a name and no body yet. */
    private record Open(String name, List<Located> schemas) {}

    private SchemaRules(SchemaDocument document) {
        this.document = document;
        Effort effort = new Effort();
        this.alternatives = new Alternatives(document, effort);
        this.disjoint = new Disjoint(alternatives, effort);
    }

    /** The rules of the whole document. */
    static Map<String, Expression> of(SchemaDocument document) throws UnsupportedSchemaException {
        SchemaRules rules = new SchemaRules(document);
        rules.names.put(List.of(""), RuleTable.ROOT);
        rules.open.add(new Open(RuleTable.ROOT, List.of(document.root())));
        while (!rules.open.isEmpty()) {
            Open next = rules.open.remove();
            rules.table.define(next.name(), rules.body(next));
        }
        return rules.table.rules();
    }

    /** The rule of a value of which all these schemas hold, named like the hint. */
    Expression value(List<Located> schemas, String hint) throws UnsupportedSchemaException {
        List<Located> meant = new ArrayList<>();
        for (Located schema : schemas) {
            meant.add(target(schema));
        }
        List<String> key =
                meant.stream().map(Located::pointer).distinct().sorted().toList();
        if (key.isEmpty()) {
            return JsonRules.VALUE;
        }
        String name = names.get(key);
        if (name == null) {
            name = table.name(hint);
            names.put(key, name);
            open.add(new Open(name, List.copyOf(meant)));
        }
        return Expression.rule(name);
    }

    /** Puts an expression into a rule of its own. */
    Expression named(String hint, Expression body) throws UnsupportedSchemaException {
        String name = table.name(hint);
        table.define(name, body);
        return Expression.rule(name);
    }

    /** The schema that a bare reference means. */
    private Located target(Located schema) throws UnsupportedSchemaException {
        Located meant = schema;
        for (int i = 0; i < Limits.DEPTH && isBareReference(meant); i++) {
            meant = document.resolve(meant);
        }
        return meant;
    }

    private static boolean isBareReference(Located schema) {
        return schema.node().has("$ref")
                && schema.node().properties().stream()
                        .allMatch(each ->
                                each.getKey().equals("$ref") || KnownKeywords.isAnnotation(schema, each.getKey()));
    }

    private Expression body(Open rule) throws UnsupportedSchemaException {
        List<Alternative> ways = alternatives.of(rule.schemas());
        disjoint.check(ways, rule.schemas().get(0));
        List<Expression> all = new ArrayList<>();
        for (Alternative way : ways) {
            all.add(one(way, rule));
        }
        return Expression.choice(all);
    }

    private Expression one(Alternative way, Open rule) throws UnsupportedSchemaException {
        Located where = rule.schemas().get(0);
        if (way.values() != null) {
            return constants(way, where);
        }
        Set<JsonType> types = way.writtenTypes();
        if (way.isAny()) {
            return JsonRules.VALUE;
        }
        List<Expression> all = new ArrayList<>();
        if (types.contains(JsonType.OBJECT)) {
            all.add(new ObjectRule(this, where, rule.name()).of(way.objects()));
        }
        if (types.contains(JsonType.ARRAY)) {
            all.add(new ArrayRule(this, rule.name()).of(way.arrays()));
        }
        if (types.contains(JsonType.STRING)) {
            all.add(StringRule.of(way.strings()));
        }
        if (types.contains(JsonType.FRACTION)) {
            all.add(NumberRange.of(way.numbers(), where));
        } else if (types.contains(JsonType.INTEGER)) {
            all.add(IntegerRange.of(way.numbers()));
        }
        if (types.contains(JsonType.BOOLEAN)) {
            all.add(Expression.rule("boolean"));
        }
        if (types.contains(JsonType.NULL)) {
            all.add(Expression.rule("null"));
        }
        return Expression.choice(all);
    }

    private static Expression constants(Alternative way, Located where) throws UnsupportedSchemaException {
        List<JsonNode> values = way.values() == null ? List.of() : way.values();
        List<String> texts = new ArrayList<>();
        for (JsonNode value : values) {
            if (Constants.admits(way, value, where)) {
                texts.add(value.toString());
            }
        }
        return JsonRules.anyText(texts);
    }
}
