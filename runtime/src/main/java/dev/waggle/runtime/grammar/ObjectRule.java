package dev.waggle.runtime.grammar;

import static dev.waggle.runtime.grammar.Expression.ANY_NUMBER;
import static dev.waggle.runtime.grammar.Expression.optional;
import static dev.waggle.runtime.grammar.Expression.repeat;
import static dev.waggle.runtime.grammar.Expression.sequence;
import static dev.waggle.runtime.grammar.Expression.text;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the expression of an object.
 *
 * <p>Properties are written in the schema's order. Where a schema lists properties and says nothing of others, there are
 * no others (as llama.cpp 0.5 has it; JSON Schema would allow them).
 */
final class ObjectRule {
    private final SchemaRules rules;
    private final Located where;
    private final String name;

    /** One property to write. */
    private record Member(Expression written, boolean required) {}

    ObjectRule(SchemaRules rules, Located where, String name) {
        this.rules = rules;
        this.where = where;
        this.name = name;
    }

    Expression of(ObjectForm form) throws UnsupportedSchemaException {
        Map<String, List<Located>> properties = form.written();
        if (properties.size() > Limits.PROPERTIES) {
            throw where.refused(
                    "has " + properties.size() + " properties; at most " + Limits.PROPERTIES + " are allowed.");
        }
        List<Located> others = form.writtenOthers();
        if (form.counts().isEmpty()) {
            return Expression.nothing();
        }
        if (properties.isEmpty() && others != null) {
            return JsonRules.brackets("{", map(form, others), "}");
        }
        checkCounts(form, properties.size(), others);
        List<Member> members = new ArrayList<>();
        for (Map.Entry<String, List<Located>> each : properties.entrySet()) {
            String property = each.getKey();
            Expression value = rules.value(each.getValue(), hint(property));
            Expression written = sequence(
                    text(TextNode.valueOf(property).toString()), JsonRules.SPACE, text(":"), JsonRules.SPACE, value);
            members.add(new Member(written, form.required().contains(property)));
        }
        return JsonRules.brackets("{", content(members, other(properties, others)), "}");
    }

    private String hint(String property) {
        return name.equals(RuleTable.ROOT) ? property : name + "-" + property;
    }

    private Expression map(ObjectForm form, List<Located> others) throws UnsupportedSchemaException {
        if (form.counts().leastOr(0) > 1) {
            throw countRefused("minProperties", "1 where no property is listed");
        }
        Expression member = sequence(JsonRules.STRING, text(":"), JsonRules.SPACE, value(others));
        return JsonRules.list(member, form.counts().leastOr(0), form.counts().mostOrAny());
    }

    private Expression value(List<Located> others) throws UnsupportedSchemaException {
        return rules.value(others, hint("other"));
    }

    /** Counts are allowed where they say nothing that the listed properties don't. */
    private void checkCounts(ObjectForm form, int listed, @Nullable List<Located> others)
            throws UnsupportedSchemaException {
        int required = form.required().size();
        if (form.counts().leastOr(0) > required) {
            throw countRefused("minProperties", "the number of required properties, " + required + ",");
        }
        int most = form.counts().mostOrAny();
        if (most != ANY_NUMBER && (others != null || most < listed)) {
            throw countRefused("maxProperties", "no less than the number of listed properties, without others,");
        }
    }

    private UnsupportedSchemaException countRefused(String keyword, String allowed) {
        return where.refused("a grammar can't count properties; as " + keyword + " at most " + allowed
                + " is allowed. Maybe require properties by name.");
    }

    private @Nullable Expression other(Map<String, List<Located>> listed, @Nullable List<Located> others)
            throws UnsupportedSchemaException {
        if (others == null || (others.size() == 1 && others.get(0).node().equals(BooleanNode.FALSE))) {
            return null;
        }
        Expression key = rules.named(hint("other-key"), OtherKeys.than(listed.keySet(), where));
        return sequence(key, text(":"), JsonRules.SPACE, value(others));
    }

    /** The members with commas between those that are there. */
    private Expression content(List<Member> members, @Nullable Expression other) throws UnsupportedSchemaException {
        int first = 0;
        while (first < members.size() && !members.get(first).required()) {
            first++;
        }
        if (first == members.size()) {
            return optional(anyOf(members, other));
        }
        List<Expression> all = new ArrayList<>();
        for (int i = 0; i < first; i++) {
            all.add(optional(sequence(members.get(i).written(), JsonRules.COMMA)));
        }
        all.add(members.get(first).written());
        for (Member member : members.subList(first + 1, members.size())) {
            Expression next = sequence(JsonRules.COMMA, member.written());
            all.add(member.required() ? next : optional(next));
        }
        if (other != null) {
            all.add(repeat(sequence(JsonRules.COMMA, other), 0, ANY_NUMBER));
        }
        return sequence(all);
    }

    /** At least one of members that are all optional. */
    private Expression anyOf(List<Member> members, @Nullable Expression other) throws UnsupportedSchemaException {
        List<Expression> byFirst = new ArrayList<>();
        Expression rest = Expression.empty();
        if (other != null) {
            rest = repeat(sequence(JsonRules.COMMA, other), 0, ANY_NUMBER);
            byFirst.add(sequence(other, rest));
        }
        for (int i = members.size() - 1; i >= 0; i--) {
            Expression written = members.get(i).written();
            byFirst.add(0, sequence(written, rest));
            Expression longer = sequence(optional(sequence(JsonRules.COMMA, written)), rest);
            rest = i == 0 ? longer : rules.named(name + "-rest", longer);
        }
        return Expression.choice(byFirst);
    }
}
