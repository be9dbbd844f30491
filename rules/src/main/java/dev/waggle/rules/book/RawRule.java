package dev.waggle.rules.book;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule as the DRL parser gives it, with everything outside the grammar already refused.
 *
 * @param name the whole name, id and title
 * @param annotations name to raw value
 * @param patterns in order
 * @param consequence the text between then and end
 * @param consequenceLine the line of its then, from 1
 * @param file relative to the book
 * @param line the line it starts on, from 1
 * @param source its text as written
 */
public record RawRule(
        String name,
        Map<String, String> annotations,
        List<RawPattern> patterns,
        String consequence,
        int consequenceLine,
        String file,
        int line,
        String source) {
    /** Copies the collections. */
    public RawRule {
        annotations = Map.copyOf(annotations);
        patterns = List.copyOf(patterns);
    }

    /** A pattern whose constraints are still text. */
    public record RawPattern(String type, @Nullable String binding, List<RawConstraint> constraints, int line) {
        /** Copies the list. */
        public RawPattern {
            constraints = List.copyOf(constraints);
        }
    }

    /** The text of one constraint, and its line. */
    public record RawConstraint(String text, int line) {}
}
