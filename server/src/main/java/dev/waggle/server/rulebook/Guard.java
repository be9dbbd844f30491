package dev.waggle.server.rulebook;

import dev.waggle.rules.book.RuleError;
import dev.waggle.server.app.Waggle;
import java.util.List;

/** May keep a change from going live for what it would do to answers, such as refusing what is known to run. */
public interface Guard {
    /** Keeps nothing. */
    Guard NONE = (before, after) -> List.of();

    /** Why the change must not go live; empty where it may. */
    List<RuleError> objections(Waggle before, Waggle after);
}
