package dev.waggle.rules.trial;

import dev.waggle.rules.book.RuleCase;
import dev.waggle.rules.book.RuleCase.Expected;
import dev.waggle.rules.book.RuleError;
import java.util.Locale;

/**
 * A case on which its rule did something else than it must.
 *
 * @param rule the rule's id
 * @param name what the case shows
 * @param file the file it stands in, relative to the book
 * @param line the line it starts on, from 1
 * @param expected what must happen
 * @param got what happened
 */
public record CaseFailure(String rule, String name, String file, int line, Expected expected, Expected got) {
    static CaseFailure of(RuleCase each, Expected got) {
        return new CaseFailure(each.rule(), each.name(), each.file(), each.line(), each.expected(), got);
    }

    /** The same as an error of the book. */
    public RuleError error() {
        return new RuleError(
                file,
                line,
                rule,
                "the case '" + name + "' is " + word(got),
                word(expected) + ", since the case stands under '" + list() + "'");
    }

    private String list() {
        return switch (expected) {
            case HIT -> "hits";
            case MISS -> "misses";
            case UNKNOWN -> "unknown";
        };
    }

    private static String word(Expected expected) {
        return (expected == Expected.UNKNOWN ? "an " : "a ") + expected.name().toLowerCase(Locale.ROOT);
    }
}
