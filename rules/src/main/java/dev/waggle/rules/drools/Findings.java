package dev.waggle.rules.drools;

import dev.waggle.rules.facts.RuleFact;
import java.util.ArrayList;
import java.util.List;

/** The global that compiled rules report to. Public because compiled rules live in another package. */
public final class Findings {
    private final List<Hit> hits = new ArrayList<>();

    /** One pattern matched. */
    public void hit(String rule, boolean unknown, RuleFact fact) {
        hits.add(new Hit(rule, unknown, List.of(fact)));
    }

    /** Two patterns matched. */
    public void hit(String rule, boolean unknown, RuleFact first, RuleFact second) {
        hits.add(new Hit(rule, unknown, List.of(first, second)));
    }

    List<Hit> hits() {
        return hits;
    }
}
