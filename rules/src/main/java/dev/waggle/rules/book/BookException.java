package dev.waggle.rules.book;

import java.util.List;
import java.util.stream.Collectors;

/** A rule book that is not loaded, and everything that is wrong with it. */
public final class BookException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<RuleError> errors;

    /** There is at least one error. */
    public BookException(List<RuleError> errors) {
        super(errors.stream().map(RuleError::toString).collect(Collectors.joining("\n")));
        if (errors.isEmpty()) throw new IllegalArgumentException("a refusal has a reason");
        this.errors = List.copyOf(errors);
    }

    /** What is wrong, in the order of the files. */
    public List<RuleError> errors() {
        return errors;
    }
}
