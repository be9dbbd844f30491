package dev.waggle.rules.explain;

import dev.waggle.rules.book.Rule;
import java.util.Comparator;
import java.util.List;

/**
 * Why one rule fired, or why it did not.
 *
 * @param rule the rule
 * @param matches the combinations of facts it looked at, those it fired on first, then the nearest miss; empty where a
 *     fact it needs is not there
 * @param absent the types of which there is no fact, where that is why
 */
public record Explanation(Rule rule, List<Match> matches, List<String> absent) {
    /** The truth first, then what is not known, then the fewest constraints that are false. */
    private static final Comparator<Match> NEAREST_FIRST = Comparator.<Match>comparingLong(
                    match -> match.count(Truth.FALSE))
            .thenComparingLong(match -> match.count(Truth.UNKNOWN));

    /** Copies the lists and puts the nearest first. */
    public Explanation {
        matches = matches.stream().sorted(NEAREST_FIRST).toList();
        absent = List.copyOf(absent);
    }

    /** Whether it holds for some facts. */
    public boolean fired() {
        return nearest() == Truth.TRUE;
    }

    /** Whether it did not fire, and might if more were known. */
    public boolean unknown() {
        return nearest() == Truth.UNKNOWN;
    }

    private Truth nearest() {
        return matches.isEmpty() ? Truth.FALSE : matches.get(0).truth();
    }

    /**
     * The combinations that tell why: of a rule that fired those it fired on, of one that can't be decided those that
     * keep it open, else all.
     */
    List<Match> telling() {
        return matches.stream().filter(match -> match.truth() == nearest()).toList();
    }

    /** The constraints that decide, of the nearest miss first. */
    public List<Reason> reasons() {
        return telling().stream()
                .flatMap(match -> match.deciding().stream().map(reading -> Reason.of(match, reading)))
                .toList();
    }

    /** The whole of it for a person. */
    public String sentence() {
        String verb = fired() ? " fired: " : unknown() ? " can't be decided: " : " did not fire: ";
        return rule.id() + verb + because() + ".";
    }

    /** The reason alone, without the rule's id and without a full stop. */
    public String because() {
        return Wording.because(this);
    }
}
