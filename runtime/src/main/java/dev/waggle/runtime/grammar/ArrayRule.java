package dev.waggle.runtime.grammar;

import static dev.waggle.runtime.grammar.Expression.ANY_NUMBER;
import static dev.waggle.runtime.grammar.Expression.optional;
import static dev.waggle.runtime.grammar.Expression.repeat;
import static dev.waggle.runtime.grammar.Expression.sequence;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes the expression of an array.
 *
 * <p>Where a schema lists places and says nothing of a least count, all places are written; where it says nothing of
 * other items, there are none (as llama.cpp 0.5 has it; JSON Schema would allow less and more).
 */
final class ArrayRule {
    private final SchemaRules rules;
    private final String name;

    ArrayRule(SchemaRules rules, String name) {
        this.rules = rules;
        this.name = name;
    }

    Expression of(ArrayForm form) throws UnsupportedSchemaException {
        return form.counts().isEmpty() ? Expression.nothing() : JsonRules.brackets("[", content(form), "]");
    }

    private Expression content(ArrayForm form) throws UnsupportedSchemaException {
        List<Expression> places = new ArrayList<>();
        for (int i = 0; i < form.prefix().size(); i++) {
            places.add(rules.value(form.prefix().get(i), name + "-" + i));
        }
        int known = places.size();
        int most = form.counts().mostOrAny();
        int least = form.counts().leastOr(most == ANY_NUMBER ? known : Math.min(known, most));
        boolean others = form.items() != null || known == 0 || least > known;
        Expression item = rules.value(form.items() == null ? List.of() : form.items(), name + "-item");
        if (known == 0) {
            return JsonRules.list(item, least, most);
        }
        Expression rest = Expression.empty();
        if (others && (most == ANY_NUMBER || most > known)) {
            int restMost = most == ANY_NUMBER ? ANY_NUMBER : most - known;
            rest = repeat(sequence(JsonRules.COMMA, item), Math.max(least - known, 0), restMost);
        }
        return places(places, rest, least, most);
    }

    private static Expression places(List<Expression> places, Expression rest, int least, int most) {
        Expression tail = rest;
        int last = most == ANY_NUMBER ? places.size() : Math.min(most, places.size());
        for (int i = last - 1; i >= 0; i--) {
            Expression item = i == 0 ? places.get(i) : sequence(JsonRules.COMMA, places.get(i));
            Expression from = sequence(item, tail);
            tail = i < least ? from : optional(from);
        }
        return tail;
    }
}
