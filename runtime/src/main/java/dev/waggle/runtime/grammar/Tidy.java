package dev.waggle.runtime.grammar;

import dev.waggle.runtime.grammar.Expression.Choice;
import dev.waggle.runtime.grammar.Expression.Reference;
import dev.waggle.runtime.grammar.Expression.Repeat;
import dev.waggle.runtime.grammar.Expression.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Leaves of a grammar's rules those that are needed: no dead ends, no second names, nothing unused. */
final class Tidy {
    private Map<String, Expression> rules;

    private Tidy(Map<String, Expression> rules) {
        this.rules = new LinkedHashMap<>(rules);
    }

    /** The rules, the start first; {@link Expression#nothing} is its body where no text matches. */
    static Map<String, Expression> up(Map<String, Expression> rules) {
        Tidy tidy = new Tidy(rules);
        tidy.removeDeadEnds();
        while (tidy.removeSecondNames()) {
            // each round may make more rules the same
        }
        return tidy.needed();
    }

    /** Removes references to rules that no finite text matches, so that an answer never gets into one. */
    private void removeDeadEnds() {
        Map<String, List<String>> users = new HashMap<>();
        rules.forEach((name, body) -> eachReference(
                body,
                used -> users.computeIfAbsent(used, u -> new ArrayList<>()).add(name)));
        Set<String> finite = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(rules.keySet());
        while (!open.isEmpty()) {
            String name = open.remove();
            if (!finite.contains(name) && isFinite(body(name), finite)) {
                finite.add(name);
                open.addAll(users.getOrDefault(name, List.of()));
            }
        }
        replace(name -> finite.contains(name) ? Expression.rule(name) : Expression.nothing());
    }

    private static boolean isFinite(Expression body, Set<String> finite) {
        if (body instanceof Reference reference) {
            return finite.contains(reference.rule());
        }
        if (body instanceof Sequence sequence) {
            return sequence.parts().stream().allMatch(part -> isFinite(part, finite));
        }
        if (body instanceof Choice choice) {
            return choice.parts().stream().anyMatch(part -> isFinite(part, finite));
        }
        return !(body instanceof Repeat repeat) || repeat.least() == 0 || isFinite(repeat.part(), finite);
    }

    /** Uses one name for rules with one body, and none for a rule that only names another. */
    private boolean removeSecondNames() {
        Map<Expression, String> first = new HashMap<>();
        Map<String, String> better = new HashMap<>();
        rules.forEach((name, body) -> {
            String earlier = body instanceof Reference other ? other.rule() : first.putIfAbsent(body, name);
            if (earlier != null && !earlier.equals(name) && !name.equals(RuleTable.ROOT)) {
                better.put(name, earlier);
            }
        });
        if (better.isEmpty()) {
            return false;
        }
        better.keySet().forEach(rules::remove);
        replace(name -> {
            String best = name;
            while (better.containsKey(best)) {
                best = better.getOrDefault(best, best);
            }
            return Expression.rule(best);
        });
        return true;
    }

    private void replace(Function<String, Expression> references) {
        Map<String, Expression> replaced = new LinkedHashMap<>();
        rules.forEach((name, body) -> replaced.put(name, body.replacing(references)));
        rules = replaced;
    }

    private Map<String, Expression> needed() {
        Map<String, Expression> needed = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(RuleTable.ROOT));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (!needed.containsKey(name)) {
                needed.put(name, body(name));
                eachReference(body(name), open::add);
            }
        }
        return needed;
    }

    private Expression body(String name) {
        return rules.getOrDefault(name, Expression.nothing());
    }

    private static void eachReference(Expression body, Consumer<String> use) {
        if (body instanceof Reference reference) {
            use.accept(reference.rule());
        } else if (body instanceof Sequence sequence) {
            sequence.parts().forEach(part -> eachReference(part, use));
        } else if (body instanceof Choice choice) {
            choice.parts().forEach(part -> eachReference(part, use));
        } else if (body instanceof Repeat repeat) {
            eachReference(repeat.part(), use);
        }
    }
}
