package dev.waggle.rules.book;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A directory of rules with their cases, read and checked.
 *
 * @param hash {@code sha256:} and the hash of every file's path and bytes
 * @param rules by id
 * @param cases by rule
 * @param retired ids that no rule may have any more, by id
 */
public record RuleBook(String hash, List<Rule> rules, List<RuleCase> cases, Map<String, RetiredId> retired) {
    /** Copies the lists. */
    public RuleBook {
        rules = List.copyOf(rules);
        cases = List.copyOf(cases);
        retired = Map.copyOf(retired);
    }

    /** A book that never retired a rule. */
    public RuleBook(String hash, List<Rule> rules, List<RuleCase> cases) {
        this(hash, rules, cases, Map.of());
    }

    /** The rule of that id. */
    public Optional<Rule> rule(String id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    /** The same book without one rule. */
    public RuleBook without(String id) {
        return new RuleBook(
                hash + "-without-" + id,
                rules.stream().filter(rule -> !rule.id().equals(id)).toList(),
                cases.stream().filter(each -> !each.rule().equals(id)).toList(),
                retired);
    }
}
