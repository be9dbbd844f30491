package dev.waggle.runtime.grammar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the expression of a property's name that is none of some names.
 *
 * <p>Such a name is written without escapes: with them, a listed name could be written in a second way.
 */
final class OtherKeys {
    private static final String NOT_PLAIN = "\"\\\\\\x00-\\x1F";

    private final Map<Integer, OtherKeys> next = new TreeMap<>();
    private boolean listed;

    private OtherKeys() {}

    static Expression than(Collection<String> names, Located where) throws UnsupportedSchemaException {
        OtherKeys root = new OtherKeys();
        int all = 0;
        for (String name : names) {
            int length = name.codePointCount(0, name.length());
            if (length > Limits.NAME_LENGTH) {
                throw where.refused("has a property whose name is " + length + " characters long; beside"
                        + " additionalProperties at most " + Limits.NAME_LENGTH + " are allowed.");
            }
            all += length;
            root.add(name);
        }
        if (all > Limits.NAMES_LENGTH) {
            throw where.refused("has properties whose names are " + all + " characters long together; beside"
                    + " additionalProperties at most " + Limits.NAMES_LENGTH + " are allowed.");
        }
        return Expression.sequence(JsonRules.QUOTE, root.others(), JsonRules.QUOTE);
    }

    private void add(String name) {
        if (name.codePoints().anyMatch(c -> c < 0x20 || c == '"' || c == '\\')) {
            return;
        }
        OtherKeys node = this;
        for (int c : name.codePoints().toArray()) {
            node = node.next.computeIfAbsent(c, absent -> new OtherKeys());
        }
        node.listed = true;
    }

    private Expression others() {
        List<Expression> all = new ArrayList<>();
        if (!listed) {
            all.add(Expression.empty());
        }
        StringBuilder not = new StringBuilder("[^" + NOT_PLAIN);
        next.forEach((c, node) -> {
            all.add(Expression.sequence(Expression.text(Character.toString(c)), node.others()));
            not.append(GbnfWriter.inClass(c));
        });
        Expression any = Expression.characters("[^" + NOT_PLAIN + "]");
        all.add(Expression.sequence(
                Expression.characters(not.append(']').toString()), Expression.repeat(any, 0, Expression.ANY_NUMBER)));
        return Expression.choice(all);
    }
}
