package dev.waggle.rules.impact;

import java.util.List;

/**
 * What a change would change.
 *
 * @param verdicts how many verdicts were compared
 * @param changed how many of them change in any way
 * @param onlyBefore verdicts about models, workers or machines that are gone after
 * @param onlyAfter verdicts about those that are new
 * @param step the proposed step of the version
 * @param moves by answer before and after, those that ran and no longer do first
 * @param rules each rule's share, the largest first
 * @param broken of the combinations known to work, those that would not run any more: with one of them a change can't go
 *     live
 */
public record Impact(
        int verdicts,
        int changed,
        int onlyBefore,
        int onlyAfter,
        VersionStep step,
        List<Move> moves,
        List<RuleShare> rules,
        List<Broken> broken) {
    /** Copies the lists. */
    public Impact {
        moves = List.copyOf(moves);
        rules = List.copyOf(rules);
        broken = List.copyOf(broken);
    }

    /**
     * A combination known to work that would not run any more.
     *
     * @param cell the combination
     * @param why how it is known to work
     * @param verdict what would be said of it: cannot-run or unknown
     * @param rules that say so
     */
    public record Broken(Cell cell, String why, String verdict, List<String> rules) {
        /** Copies the list. */
        public Broken {
            rules = List.copyOf(rules);
        }

        /** In a sentence. */
        @Override
        public String toString() {
            return cell + " is known to work and would be " + verdict + ": " + String.join(", ", rules) + ". (" + why
                    + ")";
        }
    }
}
