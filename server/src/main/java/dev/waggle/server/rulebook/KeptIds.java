package dev.waggle.server.rulebook;

import dev.waggle.rules.book.BookChange;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.drools.BookLoader;
import dev.waggle.rules.facts.FactWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ids of rules in every version that is kept. After a way back, a rule may be gone from what is live, but what was decided
 * under its id is not: the id comes back with the meaning it had last, or not at all.
 */
final class KeptIds {
    private final Map<String, Rule> open = new TreeMap<>();
    private final Map<String, RuleError> errors = new TreeMap<>();

    private KeptIds(List<Rule> added) {
        added.forEach(rule -> open.put(rule.id(), rule));
    }

    /** What is wrong with the rules that are new: their ids had another meaning. */
    static List<RuleError> errors(RuleBook now, RuleBook next, VersionStore store) {
        List<Rule> added = next.rules().stream()
                .filter(rule -> now.rule(rule.id()).isEmpty())
                .toList();
        if (added.isEmpty()) return List.of();
        KeptIds ids = new KeptIds(added);
        for (Map<String, String> book : store.books()) ids.compare(book);
        return List.copyOf(ids.errors.values());
    }

    /** Reads only books in which one of the ids occurs. */
    private void compare(Map<String, String> files) {
        if (files.values().stream().noneMatch(text -> open.keySet().stream().anyMatch(text::contains))) return;
        BookLoader.lint(files, FactWords.fixed()).book().ifPresent(this::compare);
    }

    private void compare(RuleBook kept) {
        for (Rule rule : new ArrayList<>(open.values())) {
            String id = rule.id();
            if (kept.retired().containsKey(id)) errors.put(id, error(rule, "an id that was retired in a kept version"));
            kept.rule(id).ifPresent(was -> {
                // The newest version that had it is the one that counts, also where a newer one retired it.
                open.remove(id);
                errors.remove(id);
                if (BookChange.judgesOtherwise(was, rule))
                    errors.put(id, error(rule, "an id that had another meaning in a kept version"));
            });
        }
    }

    private static RuleError error(Rule rule, String found) {
        return new RuleError(
                rule.file(), rule.line(), rule.id(), found, "a new id, or the patterns and the severity it had");
    }
}
