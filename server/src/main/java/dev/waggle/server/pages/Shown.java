package dev.waggle.server.pages;

import dev.waggle.rules.judge.Confidence;
import dev.waggle.rules.judge.Outcome;
import dev.waggle.rules.judge.Settlement.Kind;
import java.util.List;

/**
 * A verdict's outcome in words; the mark beside it is the style sheet's.
 *
 * @param css class that gives mark and colour
 * @param word one or two words
 * @param many the same after a number of cells
 */
record Shown(String css, String word, String many) {
    /** All four, the best first: in the order of {@link Outcome#rank()}. */
    static final List<Shown> ALL = List.of(
            new Shown("v-runs", "runs", "run"),
            new Shown("v-caveats", "with caveats", "with caveats"),
            new Shown("v-unknown", "unknown", "unknown"),
            new Shown("v-cannot", "cannot run", "cannot run"));

    static Shown of(Outcome outcome) {
        return ALL.get(outcome.rank());
    }

    static Shown of(Kind kind) {
        return switch (kind) {
            case RUNS -> ALL.get(0);
            case RUNS_WITH_CAVEATS -> ALL.get(1);
            case UNKNOWN -> ALL.get(2);
            case CANNOT_RUN -> ALL.get(3);
        };
    }

    static String confidence(Confidence confidence) {
        return switch (confidence) {
            case TESTED -> "tested: this engine was seen generating with this architecture on this backend";
            case EXPECTED -> "expected: everything it rests on is on record";
            case UNTESTED -> "untested: the architecture or its memory is estimated by its class";
        };
    }

    static String severity(String severity) {
        return switch (severity) {
            case "block" -> "refuses";
            case "warn" -> "caveat";
            case "offer" -> "may propose";
            case "unknown" -> "not known";
            default -> severity;
        };
    }
}
