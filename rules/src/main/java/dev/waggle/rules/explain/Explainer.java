package dev.waggle.rules.explain;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.facts.RuleFact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says of every rule why it fired on the facts of one worker, or why it did not. Safe for many threads. */
public final class Explainer {
    private final List<Rule> rules;
    private final Interpreter interpreter;

    /** Explains these rules. */
    public Explainer(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        this.interpreter = new Interpreter(rules);
    }

    /**
     * One explanation per rule, in the order of the rules.
     *
     * @param facts those of a question about one worker
     */
    public List<Explanation> explain(Collection<? extends RuleFact> facts) {
        Map<String, List<Match>> byRule = new LinkedHashMap<>();
        for (Rule rule : rules) byRule.put(rule.id(), new ArrayList<>());
        for (Match match : interpreter.matches(facts))
            byRule.getOrDefault(match.rule().id(), new ArrayList<>()).add(match);
        return rules.stream()
                .map(rule -> explanation(rule, byRule.getOrDefault(rule.id(), List.of()), facts))
                .toList();
    }

    private static Explanation explanation(Rule rule, List<Match> matches, Collection<? extends RuleFact> facts) {
        List<String> absent = matches.isEmpty()
                ? rule.patterns().stream()
                        .map(Rule.Pattern::type)
                        .distinct()
                        .filter(type -> facts.stream().noneMatch(fact -> isOf(type, fact)))
                        .toList()
                : List.of();
        return new Explanation(rule, matches, absent);
    }

    private static boolean isOf(String type, RuleFact fact) {
        return fact.getClass().getSimpleName().equals(type);
    }
}
