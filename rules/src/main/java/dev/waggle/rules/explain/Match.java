package dev.waggle.rules.explain;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.facts.RuleFact;
import java.util.List;

/**
 * Facts that a rule looks at together, and what it says of them.
 *
 * @param rule the rule
 * @param facts one per pattern, in order
 * @param truth true where it fires, unknown where it can't be decided
 * @param readings what each constraint says, in the rule's order
 */
public record Match(Rule rule, List<RuleFact> facts, Truth truth, List<Reading> readings) {
    /** Copies the lists. */
    public Match {
        facts = List.copyOf(facts);
        readings = List.copyOf(readings);
    }

    /** The constraints that decide: all of them where it fires, else those that are false, else those not known. */
    List<Reading> deciding() {
        return readings.stream().filter(reading -> reading.truth() == truth).toList();
    }

    /** How many constraints say so. */
    long count(Truth said) {
        return readings.stream().filter(reading -> reading.truth() == said).count();
    }
}
