package dev.waggle.runtime.grammar;

import dev.waggle.runtime.grammar.Expression.Choice;
import dev.waggle.runtime.grammar.Expression.Reference;
import dev.waggle.runtime.grammar.Expression.Repeat;
import dev.waggle.runtime.grammar.Expression.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rules of one grammar by their names. */
final class RuleTable {
    /** The start of every grammar. */
    static final String ROOT = "root";

    private static final int NAME_LENGTH = 40;

    /** A repetition that the engine would turn into more rules than this is put into a rule of its own. */
    private static final int WIDEST = 200;

    private final Map<String, Expression> rules = new LinkedHashMap<>(JsonRules.all());
    private final Map<String, Integer> taken = new LinkedHashMap<>();
    private int repetitions;

    RuleTable() {
        rules.put(ROOT, Expression.nothing());
    }

    Map<String, Expression> rules() {
        return rules;
    }

    /** A new name like the hint. */
    String name(String hint) throws UnsupportedSchemaException {
        if (rules.size() > Limits.RULES) {
            throw new UnsupportedSchemaException(
                    "", "needs more than " + Limits.RULES + " rules, so many are not allowed.");
        }
        String plain =
                hint.replaceAll("[^a-zA-Z0-9]+", "-").replaceAll("^-|-$", "").toLowerCase(Locale.ROOT);
        String base = plain.isEmpty() ? "part" : plain.substring(0, Math.min(plain.length(), NAME_LENGTH));
        String name = base;
        while (rules.containsKey(name)) {
            name = base + "-" + taken.merge(base, 1, Integer::sum);
        }
        rules.put(name, Expression.nothing());
        return name;
    }

    void define(String name, Expression body) throws UnsupportedSchemaException {
        rules.put(name, splitting(name, body));
    }

    /**
     * Moves what is repeated into rules of its own where the engine would count it again for each repetition
     * (n_prev_rules in llama-grammar.cpp).
     */
    private Expression splitting(String name, Expression body) throws UnsupportedSchemaException {
        if (body instanceof Sequence sequence) {
            return Expression.sequence(splitting(name, sequence.parts()));
        }
        if (body instanceof Choice choice) {
            return Expression.choice(splitting(name, choice.parts()));
        }
        if (!(body instanceof Repeat repeat)) {
            return body;
        }
        int times = Math.max(repeat.least(), repeat.most());
        repetitions += times;
        if (repetitions > Limits.ALL_REPETITIONS) {
            throw new UnsupportedSchemaException(
                    "",
                    "asks for more than " + Limits.ALL_REPETITIONS + " repetitions in all. Maybe use smaller maximum"
                            + " lengths and counts.");
        }
        Expression part = splitting(name, repeat.part());
        if ((part instanceof Sequence || part instanceof Choice || part instanceof Repeat)
                && size(part) * Math.max(times, 1) > WIDEST) {
            String own = name(name + "-part");
            rules.put(own, part);
            part = Expression.rule(own);
        }
        return Expression.repeat(part, repeat.least(), repeat.most());
    }

    private List<Expression> splitting(String name, List<Expression> parts) throws UnsupportedSchemaException {
        List<Expression> split = new ArrayList<>();
        for (Expression part : parts) {
            split.add(splitting(name, part));
        }
        return split;
    }

    private static long size(Expression expression) {
        if (expression instanceof Sequence sequence) {
            return 1 + sequence.parts().stream().mapToLong(RuleTable::size).sum();
        }
        if (expression instanceof Choice choice) {
            return 1 + choice.parts().stream().mapToLong(RuleTable::size).sum();
        }
        return expression instanceof Repeat repeat
                ? size(repeat.part()) + Math.max(repeat.least(), repeat.most()) + 1
                : expression instanceof Reference ? 1 : 0;
    }
}
