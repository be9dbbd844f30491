package dev.waggle.server.rulebook;

import dev.waggle.rules.book.RuleError;
import dev.waggle.server.app.Waggle;
import java.util.List;

/** May keep a change from going live for what it would do to answers, such as refusing what is known to run. */
public interface Guard {
    /** Keeps nothing. */
    Guard NONE = after -> List.of();

    /** Keeps what would stop a combination that is known to work from running. */
    Guard OF_WHAT_WORKS = after -> after.broken().stream()
            .map(broken -> new RuleError(
                    "catalog/known-good.yaml",
                    0,
                    "",
                    broken.toString(),
                    "a change under which it runs, or that takes it out of the list"))
            .toList();

    /** Why the change must not go live; empty where it may. */
    List<RuleError> objections(Waggle after);
}
