package dev.waggle.rules.book;

import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Looks for rules that say the same as another: a copy that was never finished. */
final class Doubles {
    private Doubles() {}

    /** Warns of the later one of each two. */
    static void check(List<Rule> rules, Faults faults) {
        Map<Object, Rule> logic = new HashMap<>();
        Map<String, Rule> titles = new HashMap<>();
        for (Rule rule : rules) {
            Rule same = logic.putIfAbsent(logic(rule), rule);
            if (same != null) warn(rule, "the same patterns as " + same.id(), "patterns of its own", faults);
            same = titles.putIfAbsent(rule.title().toLowerCase(Locale.ROOT), rule);
            if (same != null) warn(rule, "the same title as " + same.id(), "a title of its own", faults);
        }
    }

    /** What a rule compares, whatever its facts are bound to and in which order its constraints stand. */
    static Object logic(Rule rule) {
        List<Object> patterns = new ArrayList<>();
        for (Rule.Pattern pattern : rule.patterns()) {
            Set<Object> constraints = new HashSet<>();
            for (Constraint constraint : pattern.constraints()) {
                Operand operand = constraint.operand() instanceof Operand.OtherField other
                        ? new Operand.OtherField("$", other.field())
                        : constraint.operand();
                constraints.add(new Constraint(constraint.field(), constraint.operator(), operand));
            }
            patterns.add(List.of(pattern.type(), constraints));
        }
        return patterns;
    }

    private static void warn(Rule rule, String found, String allowed, Faults faults) {
        faults.about(rule.file(), rule.id());
        faults.warn(new Place(rule.line(), 0), found, allowed, "");
    }
}
