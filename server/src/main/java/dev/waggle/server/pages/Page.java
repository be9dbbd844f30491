package dev.waggle.server.pages;

import dev.waggle.server.http.Caller;
import java.util.List;

/**
 * What every page has around its content.
 *
 * @param title of the window
 * @param description in one sentence, for whoever lists pages
 * @param address where this page is, without what only filters it; empty where it is no page of its own
 * @param area what the page belongs to
 * @param scripts modules beside those that every page has
 * @param assets where style sheets and scripts are
 * @param caller who reads
 * @param ruleSet short hash of the rules
 * @param catalog short hash of the data
 */
record Page(
        String title,
        String description,
        String address,
        Area area,
        List<String> scripts,
        Assets assets,
        Caller caller,
        String ruleSet,
        String catalog) {
    private static final String CLAIM = "Which worker runs which model on which machine, how well, and why.";

    /** Parts of the site. */
    enum Area {
        MATRIX,
        RULES
    }

    Page {
        scripts = List.copyOf(scripts);
    }

    /** What a page is called, and where it is. */
    record Name(String title, String description, String address, Area area, List<String> scripts) {
        Name {
            scripts = List.copyOf(scripts);
        }

        /** A page about machines and models. */
        static Name ofMatrix(String title) {
            return new Name(title, CLAIM, "", Area.MATRIX, List.of());
        }

        /** A page about rules. */
        static Name ofRules(String title, String description, String address, String... scripts) {
            return new Name(title, description, address, Area.RULES, List.of(scripts));
        }
    }

    boolean signedIn() {
        return caller != Caller.ANONYMOUS;
    }

    boolean admin() {
        return caller == Caller.ADMIN;
    }

    boolean isOfRules() {
        return area == Area.RULES;
    }

    String who() {
        return switch (caller) {
            case ANONYMOUS -> "Not signed in";
            case USER -> "Signed in";
            case ADMIN -> "Signed in as admin";
        };
    }
}
