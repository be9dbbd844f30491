package dev.waggle.rules.drools;

import dev.waggle.rules.book.Place;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.RuleDescr;

/**
 * Where the parts of rules stand in their file, of which the parser knows the line at best.
 *
 * @param written as its author wrote it
 * @param plain the same with blanks for comments, as long as it was
 */
record RuleTexts(String written, String plain) {
    private static final Pattern THEN = Pattern.compile("\\bthen\\b");

    /** The place of the first such text in a rule. */
    Place placeOf(String what, RuleDescr rule, Place otherwise) {
        int at = plain.indexOf(what, Math.max(0, rule.getStartCharacter()));
        return at < 0 || at >= rule.getEndCharacter() ? otherwise : Place.in(plain, at);
    }

    /** The place of a rule's then. */
    Place placeOfThen(RuleDescr rule) {
        int line = Math.max(1, rule.getConsequenceLine());
        Matcher then = THEN.matcher(plain.lines().skip(line - 1L).findFirst().orElse(""));
        int column = 0;
        while (then.find()) column = then.start() + 1;
        return new Place(line, column);
    }

    /** A rule as its author wrote it. */
    String source(RuleDescr rule) {
        int start = rule.getStartCharacter();
        int end = rule.getEndCharacter();
        return start < 0 || end < start || end > written.length()
                ? ""
                : written.substring(start, end).strip();
    }
}
