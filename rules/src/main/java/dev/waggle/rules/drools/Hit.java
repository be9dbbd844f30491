package dev.waggle.rules.drools;

import dev.waggle.rules.facts.RuleFact;
import java.util.List;

/**
 * A rule and the facts it was about.
 *
 * @param rule the rule's id
 * @param unknown true where an unknown fact kept it from being decided
 * @param facts one per pattern, in order
 */
public record Hit(String rule, boolean unknown, List<RuleFact> facts) {
    /** Copies the list. */
    public Hit {
        facts = List.copyOf(facts);
    }

    /** The number of the worker it concerns, or {@link RuleFact#ALL}. */
    public int target() {
        return facts.stream().mapToInt(RuleFact::target).max().orElse(RuleFact.ALL);
    }

    /** The number of the placement it concerns, or {@link RuleFact#ALL}. */
    public int rung() {
        return facts.stream().mapToInt(RuleFact::rung).max().orElse(RuleFact.ALL);
    }
}
