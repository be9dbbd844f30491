package dev.waggle.server.app;

import dev.waggle.rules.explain.Explanation;
import dev.waggle.rules.judge.Finding;
import dev.waggle.rules.judge.Verdict;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A rule that is not among a verdict's findings, and why.
 *
 * @param rule its id
 * @param title what it is about
 * @param state what became of it
 * @param because why, with the facts; without a full stop
 */
public record SilentRule(String rule, String title, State state, String because) {
    /** What became of a rule that is not among the findings. */
    public enum State {
        /** Some constraint is false wherever it looked, or there is nothing to look at. */
        DID_NOT_FIRE("did not fire"),
        /** A fact it reads is not known; as it could not refuse, or another rule did, the verdict stands without. */
        NOT_KNOWN("not known"),
        /** It holds of a placement that the verdict is not about. */
        OTHER_PLACEMENT("elsewhere");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** In two or three words. */
        public String words() {
            return words;
        }

        private static State of(Explanation explanation) {
            if (explanation.fired()) return OTHER_PLACEMENT;
            return explanation.unknown() ? NOT_KNOWN : DID_NOT_FIRE;
        }
    }

    /** Those of a verdict, in the order of the rules. */
    public static List<SilentRule> of(Verdict verdict, List<Explanation> explanations) {
        Set<String> spoke = verdict.findings().stream().map(Finding::rule).collect(Collectors.toSet());
        return explanations.stream()
                .filter(explanation -> !spoke.contains(explanation.rule().id()))
                .map(each -> new SilentRule(each.rule().id(), each.rule().title(), State.of(each), each.because()))
                .toList();
    }
}
