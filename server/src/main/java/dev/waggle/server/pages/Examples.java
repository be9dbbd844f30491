package dev.waggle.server.pages;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleCase;
import dev.waggle.rules.book.RuleCase.Expected;
import dev.waggle.rules.book.Sentence;
import dev.waggle.rules.facts.RuleFact;
import dev.waggle.server.pages.RuleView.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What rules say, with the values of their own cases. */
final class Examples {
    private Examples() {}

    /** A rule's sentence about the first of its cases that it fires on; empty where it has none. */
    static Optional<Example> of(Rule rule, RuleBook book) {
        return book.cases().stream()
                .filter(each -> each.rule().equals(rule.id()) && each.expected() == Expected.HIT)
                .map(each -> new Example(Sentence.render(rule, ordered(rule, each)), each.name()))
                .findFirst();
    }

    /** A fact for each pattern, in the patterns' order: a case that fires has them. */
    private static List<RuleFact> ordered(Rule rule, RuleCase each) {
        List<RuleFact> rest = new ArrayList<>(each.facts());
        List<RuleFact> ordered = new ArrayList<>();
        for (Rule.Pattern pattern : rule.patterns()) {
            RuleFact fact = rest.stream()
                    .filter(one -> one.getClass().getSimpleName().equals(pattern.type()))
                    .findFirst()
                    .orElseThrow();
            rest.remove(fact);
            ordered.add(fact);
        }
        return ordered;
    }
}
