package dev.waggle.rules.book;

import dev.waggle.rules.facts.RuleFact;
import java.util.List;

/**
 * Facts, and whether a rule must fire on them.
 *
 * @param rule the rule's id
 * @param expected what must happen
 * @param name what the case shows
 * @param facts the facts
 * @param file the file it stands in, relative to the book
 * @param line the line it starts on, from 1
 */
public record RuleCase(String rule, Expected expected, String name, List<RuleFact> facts, String file, int line) {
    /** Copies the list. */
    public RuleCase {
        facts = List.copyOf(facts);
    }

    /** What a rule must do. */
    public enum Expected {
        /** It fires. */
        HIT,
        /** It does not fire, and nothing is unknown about that. */
        MISS,
        /** It can't be decided. */
        UNKNOWN
    }
}
