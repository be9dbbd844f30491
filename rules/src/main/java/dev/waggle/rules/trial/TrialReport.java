package dev.waggle.rules.trial;

import dev.waggle.rules.book.RuleError;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a trial found.
 *
 * @param errors why the book can't be used at all; then no case was judged
 * @param rules how many rules the book has
 * @param passed how many cases went as they must
 * @param failed those that did not, in the order of the files
 */
public record TrialReport(List<RuleError> errors, int rules, int passed, List<CaseFailure> failed) {
    /** Copies the lists. */
    public TrialReport {
        errors = List.copyOf(errors);
        failed = List.copyOf(failed);
    }

    static TrialReport refused(List<RuleError> errors) {
        return new TrialReport(errors, 0, 0, List.of());
    }

    /** The same with more errors. */
    public TrialReport and(List<RuleError> more) {
        return new TrialReport(Stream.concat(errors.stream(), more.stream()).toList(), rules, passed, failed);
    }

    /** True where the book may go live. */
    public boolean passes() {
        return errors.isEmpty() && failed.isEmpty();
    }

    /** Everything that keeps the book from going live. */
    public List<RuleError> allErrors() {
        return Stream.concat(errors.stream(), failed.stream().map(CaseFailure::error))
                .toList();
    }
}
