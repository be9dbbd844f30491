package dev.waggle.rules.judge;

import dev.waggle.rules.fit.Placement;
import java.util.List;
import java.util.Optional;

/** What a verdict says. */
public sealed interface Outcome {
    /** Its name in JSON. */
    String id();

    /** Smaller is better: what a person would rather have. */
    int rank();

    /** Where it would run; empty where it doesn't, or nobody knows. */
    default Optional<Placement> placement() {
        if (this instanceof Runs runs) return Optional.of(runs.where());
        return this instanceof RunsWithCaveats runs ? Optional.of(runs.where()) : Optional.empty();
    }

    /** It runs, and nothing speaks against it. */
    record Runs(Placement where) implements Outcome {
        @Override
        public String id() {
            return "runs";
        }

        @Override
        public int rank() {
            return 0;
        }
    }

    /** It runs, but. */
    record RunsWithCaveats(Placement where, List<Finding> caveats) implements Outcome {
        /** Refuses a caveat that is none. */
        public RunsWithCaveats {
            caveats = notEmpty(caveats);
        }

        @Override
        public String id() {
            return "runs-with-caveats";
        }

        @Override
        public int rank() {
            return 1;
        }
    }

    /** Something essential is not known. */
    record Unknown(List<Finding> reasons) implements Outcome {
        /** Refuses to be without a reason. */
        public Unknown {
            reasons = notEmpty(reasons);
        }

        @Override
        public String id() {
            return "unknown";
        }

        @Override
        public int rank() {
            return 2;
        }
    }

    /** It can't run. */
    record CannotRun(List<Finding> reasons) implements Outcome {
        /** Refuses to be without a reason. */
        public CannotRun {
            reasons = notEmpty(reasons);
        }

        @Override
        public String id() {
            return "cannot-run";
        }

        @Override
        public int rank() {
            return 3;
        }
    }

    private static List<Finding> notEmpty(List<Finding> findings) {
        if (findings.isEmpty()) throw new IllegalArgumentException("this outcome has a reason");
        return List.copyOf(findings);
    }
}
