package dev.waggle.server.pages;

import dev.waggle.rules.book.RuleError;
import dev.waggle.server.rulebook.Edition;
import dev.waggle.server.rulebook.Publisher;
import dev.waggle.server.rulebook.Version;
import java.util.List;

/**
 * What is live and how it may be changed, as every page about rules says it.
 *
 * @param version its number and where it comes from
 * @param when it was published; empty for what the program was built with
 * @param note of its author, or ""
 * @param inFolder whether it follows a folder
 * @param problems with what is not live
 */
record Standing(String version, String when, String note, boolean inFolder, List<Problem> problems) {
    Standing {
        problems = List.copyOf(problems);
    }

    /** Something wrong, and where; {@code where} may be empty. */
    record Problem(String rule, String where, String what) {
        static Problem of(RuleError error) {
            return new Problem(error.rule(), error.where(), message(error));
        }
    }

    /** What is wrong, without the rule's id, which stands before it. */
    private static String message(RuleError error) {
        String who = error.rule() + ": ";
        return error.message().startsWith(who) ? error.message().substring(who.length()) : error.message();
    }

    static Standing of(Publisher publisher, Edition edition, boolean inFolder) {
        Version version = edition.version();
        boolean published = version.number() > 0;
        String origin = inFolder ? "from the watched folder" : published ? "by " + version.author() : "as shipped";
        return new Standing(
                "Version " + version.number() + ", " + origin,
                published ? Figures.time(version.time()) : "",
                published ? version.note() : "",
                inFolder,
                publisher.problems().stream().map(Problem::of).toList());
    }

    boolean hasProblemWith(String rule) {
        return problems.stream().anyMatch(problem -> problem.rule().equals(rule));
    }
}
