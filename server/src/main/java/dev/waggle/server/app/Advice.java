package dev.waggle.server.app;

import dev.waggle.rules.judge.Fix;
import dev.waggle.rules.judge.Limits;
import java.util.List;

/**
 * What goes with a verdict where somebody asks about it alone.
 *
 * @param limits how far the question could go
 * @param fixes what would help, in the policy's order
 */
public record Advice(Limits limits, List<Fix> fixes) {
    /** Copies the list. */
    public Advice {
        fixes = List.copyOf(fixes);
    }
}
