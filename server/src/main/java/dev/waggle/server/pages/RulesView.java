package dev.waggle.server.pages;

import java.util.List;

/**
 * The list of rules.
 *
 * @param query what is asked for
 * @param concerns those with a rule that is asked for
 * @param shown how many rules are listed
 * @param all how many there are
 * @param counted whether it is known how often each speaks
 * @param verdicts of how many verdicts that is
 */
record RulesView(
        Page page,
        Standing standing,
        RuleQuery query,
        List<Concern> concerns,
        int shown,
        int all,
        boolean counted,
        String verdicts) {
    RulesView {
        concerns = List.copyOf(concerns);
    }

    /** Rules of one folder; {@code file} is where they stand. */
    record Concern(String name, String file, List<Row> rules) {
        Concern {
            rules = List.copyOf(rules);
        }
    }

    /**
     * A rule.
     *
     * @param example what it says, with the values of a case, or its message
     * @param speaks in how many verdicts; a dash while nobody has counted
     * @param decides of how many it is a reason
     * @param width the share of all verdicts that it decides
     * @param status how its cases went
     * @param well whether nothing is wrong with it
     */
    record Row(
            String id,
            String href,
            String title,
            String severity,
            String means,
            String example,
            String speaks,
            String decides,
            String width,
            String status,
            boolean well) {}
}
