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
 * @param consequence what stands between then and end; its place is that of then
 * @param file relative to the book
 * @param line the line it starts on, from 1
 * @param source its text as written
 */
public record RawRule(
        Piece name,
        Map<String, Piece> annotations,
        List<RawPattern> patterns,
        Piece consequence,
        String file,
        int line,
        String source) {
    /** Copies the collections. */
    public RawRule {
        annotations = Map.copyOf(annotations);
        patterns = List.copyOf(patterns);
    }

    /** A stretch of a file, and where it begins. */
    public record Piece(String text, Place at) {
        /** The place of one of its characters. */
        public Place at(int offset) {
            return at.within(text, offset);
        }
    }

    /** A pattern whose constraints are still text. */
    public record RawPattern(Piece type, @Nullable String binding, List<Piece> constraints) {
        /** Copies the list. */
        public RawPattern {
            constraints = List.copyOf(constraints);
        }
    }
}
