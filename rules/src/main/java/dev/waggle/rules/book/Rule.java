package dev.waggle.rules.book;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule, read and checked: one or two patterns, one finding.
 *
 * @param id such as MEM-010: the concern's letters, then a number
 * @param title what it is about, in a few words
 * @param concern the folder it stands in
 * @param severity what its finding means
 * @param message the sentence, with fields of its facts in braces
 * @param since the book version that has it first
 * @param patterns one or two
 * @param file the file it stands in, relative to the book
 * @param line the line it starts on, from 1
 * @param source its text as written
 */
public record Rule(
        String id,
        String title,
        String concern,
        Severity severity,
        String message,
        String since,
        List<Pattern> patterns,
        String file,
        int line,
        String source) {
    /** Copies the list. */
    public Rule {
        patterns = List.copyOf(patterns);
    }

    /** The concern's letters, with which its id begins. */
    public String letters() {
        return id.substring(0, 3);
    }

    /**
     * Facts of one type that satisfy all constraints.
     *
     * @param type the fact's type
     * @param binding the name the second pattern refers to it by, with its $; null where it has none
     * @param constraints all must hold; may be empty
     * @param line the line it stands on, from 1
     */
    public record Pattern(String type, @Nullable String binding, List<Constraint> constraints, int line) {
        /** Copies the list. */
        public Pattern {
            constraints = List.copyOf(constraints);
        }
    }

    /** A field compared with something. */
    public record Constraint(String field, Operator operator, Operand operand) {}

    /** What a field is compared with. */
    public sealed interface Operand {
        /** A text, a whole number, a real number or a truth: String, Long, Double or Boolean. */
        record Literal(Object value) implements Operand {}

        /** A field of the same fact. */
        record OwnField(String field) implements Operand {}

        /** A field of the first pattern's fact, which the binding names. */
        record OtherField(String binding, String field) implements Operand {}
    }
}
