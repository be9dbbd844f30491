package dev.waggle.server.rulebook;

import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.trial.TrialReport;
import dev.waggle.server.app.Waggle;
import java.util.List;

/** What a source turned out to be before anything of it is live. */
sealed interface Candidate {
    /** What was found wrong, and how its cases went. */
    TrialReport report();

    /** It could go live: what answers by it. */
    record Good(Waggle waggle, TrialReport report) implements Candidate {}

    /** It can judge, but its cases went otherwise than they must: it can't go live. */
    record Failing(Waggle waggle, TrialReport report) implements Candidate {}

    /** It can't be used at all. */
    record Bad(TrialReport report) implements Candidate {
        /** There is at least one reason. */
        public Bad {
            if (report.passes()) throw new IllegalArgumentException("a refusal has a reason");
        }

        Bad(List<RuleError> errors) {
            this(new TrialReport(errors, 0, 0, List.of()));
        }
    }
}
