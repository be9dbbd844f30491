package dev.waggle.rules.judge;

import dev.waggle.rules.catalog.WorkerEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer for one variant on one worker on one machine, with everything that was found.
 *
 * @param model the model's id
 * @param variant the variant's id
 * @param worker the worker
 * @param machine a named machine's id, or {@code local}
 * @param settings what was judged
 * @param outcome what it says
 * @param confidence how sure it is
 * @param findings every rule that has something to say, the gravest first
 * @param fit memory of the placement that was chosen, or of the least demanding one that was refused; null where none
 *     could be computed
 */
public record Verdict(
        String model,
        String variant,
        WorkerEntry worker,
        String machine,
        ResolvedSettings settings,
        Outcome outcome,
        Confidence confidence,
        List<Finding> findings,
        @Nullable FitReport fit) {
    /** Copies the list. */
    public Verdict {
        findings = List.copyOf(findings);
    }
}
