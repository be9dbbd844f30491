package dev.waggle.server.rulebook;

import dev.waggle.rules.book.RuleError;
import java.util.List;

/**
 * What can be seen of a change without compiling it.
 *
 * @param errors what refuses it
 * @param warnings what is probably a slip but could be meant
 */
public record Lint(List<RuleError> errors, List<RuleError> warnings) {
    /** Copies the lists. */
    public Lint {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }
}
