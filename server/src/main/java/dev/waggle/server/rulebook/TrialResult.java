package dev.waggle.server.rulebook;

import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.trial.TrialReport;
import java.time.Duration;
import java.util.List;

/** How a trial of a book ended. */
public sealed interface TrialResult {
    /** It was read and compiled, and every case went as it must. */
    record Passed(TrialReport report) implements TrialResult {}

    /** It can't be used, or some case went otherwise. */
    record Refused(TrialReport report) implements TrialResult {}

    /** It took longer than it may and was ended. */
    record TooSlow(Duration limit, boolean ofProcessor) implements TrialResult {}

    /** It took more memory than it may and was ended. */
    record TooLarge(long limitBytes) implements TrialResult {}

    /** The process ended, or said what it must not. */
    record Crashed(int exitCode, String tail) implements TrialResult {}

    /** There was no process to try it in. */
    record NotStarted(String reason) implements TrialResult {}

    /** What its author is told; empty where it passed. */
    default List<RuleError> errors() {
        if (this instanceof Passed) return List.of();
        if (this instanceof Refused refused) return refused.report().allErrors();
        if (this instanceof TooSlow slow)
            return one(
                    "rules that took too long to compile and try",
                    slow.limit().toSeconds() + " s " + (slow.ofProcessor() ? "of processor time" : "on the clock"));
        if (this instanceof TooLarge large)
            return one(
                    "rules that took too much memory to compile and try", (large.limitBytes() >> 20) + " MiB at most");
        if (this instanceof Crashed crashed)
            return one(
                    "rules on which the compiling process ended (exit code " + crashed.exitCode() + ")"
                            + (Reason.namesAPath(crashed.tail()) ? "" : ": " + crashed.tail()),
                    "");
        return one("rules that can't be tried: " + ((NotStarted) this).reason(), "");
    }

    private static List<RuleError> one(String found, String allowed) {
        return List.of(new RuleError("", 0, "", found, allowed));
    }
}
