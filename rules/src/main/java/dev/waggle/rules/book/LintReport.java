package dev.waggle.rules.book;

import java.util.List;
import java.util.Optional;

/**
 * A book that was looked over: what stands in it, or what is wrong with it.
 *
 * @param book empty exactly where there are errors
 * @param errors what refuses the book, in the order of the files
 * @param warnings what is probably a slip but could be meant
 */
public record LintReport(Optional<RuleBook> book, List<RuleError> errors, List<RuleError> warnings) {
    /** Copies the lists. */
    public LintReport {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
        if (book.isPresent() != errors.isEmpty()) throw new IllegalArgumentException("a book, or errors");
    }

    /** A book that is not read any further. */
    public static LintReport refused(List<RuleError> errors) {
        return new LintReport(Optional.empty(), errors, List.of());
    }

    /** The same without warnings. */
    public LintReport withoutWarnings() {
        return new LintReport(book, errors, List.of());
    }

    /**
     * The book.
     *
     * @throws BookException with everything that is wrong
     */
    public RuleBook orThrow() throws BookException {
        if (!errors.isEmpty()) throw new BookException(errors);
        return book.orElseThrow();
    }
}
