package dev.waggle.server.rulebook;

import dev.waggle.rules.book.RuleError;
import java.util.List;

/** What became of a change. */
public sealed interface Publication {
    /** It is kept and live. */
    record Published(Edition edition) implements Publication {}

    /** It is the same as what is live. */
    record Unchanged(Edition edition) implements Publication {}

    /** It is not live, for reasons its author can do something about. */
    record Refused(List<RuleError> errors) implements Publication {
        /** There is at least one error. */
        public Refused {
            errors = List.copyOf(errors);
            if (errors.isEmpty()) throw new IllegalArgumentException("a refusal has a reason");
        }
    }

    /** Something else is live than what it was made of. */
    record Conflict(Edition edition) implements Publication {}

    /** It could not be tried, so it is not live; later it may. */
    record NotTried(String reason) implements Publication {}

    /** It passed but could not be kept, so it is not live. */
    record NotKept(String reason) implements Publication {}
}
