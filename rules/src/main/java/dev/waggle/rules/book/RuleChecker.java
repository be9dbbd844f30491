package dev.waggle.rules.book;

import dev.waggle.rules.book.RawRule.Piece;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactWords;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a raw rule into a rule, or says what is wrong with it: all of it, not only the first. */
final class RuleChecker {
    private static final Pattern NAME = Pattern.compile("([A-Z]{3}-\\d{3}) (\\S.{2,80})");
    private static final Pattern CONSEQUENCE =
            Pattern.compile("\\s*findings\\.([a-z]+)\\(\\s*\"([^\"]*)\"\\s*\\);\\s*");
    private static final Pattern QUOTED = Pattern.compile("\\s*\"([^\"]*)\"\\s*");
    private static final Pattern SINCE = Pattern.compile("\\d{1,4}\\.\\d{1,4}");

    private final RawRule raw;
    private final FactWords words;
    private final Faults faults;
    private String id = "";

    private RuleChecker(RawRule raw, FactWords words, Faults faults) {
        this.raw = raw;
        this.words = words;
        this.faults = faults;
    }

    /** The rule, or empty after adding what is wrong to the faults. */
    static Optional<Rule> check(RawRule raw, String concern, FactWords words, Faults faults) {
        return new RuleChecker(raw, words, faults).rule(concern);
    }

    private Optional<Rule> rule(String concern) {
        int before = faults.count();
        faults.about(raw.file(), "");
        Matcher name = NAME.matcher(raw.name().text());
        if (name.matches()) id = name.group(1);
        else
            faults.bad(
                    raw.name().at(),
                    "the name '" + raw.name().text() + "'",
                    "an id and a title of 3 to 81 characters, such as \"MEM-010 needs more than the device has\"");
        faults.about(raw.file(), id);
        PatternChecker checker = new PatternChecker(words, faults);
        List<Rule.Pattern> patterns = checker.check(raw.patterns(), place());
        Severity severity = severity();
        Piece message = annotation("message");
        Piece since = annotation("since");
        if (!since.text().isBlank() && !SINCE.matcher(since.text()).matches())
            faults.bad(since.at(), "@since \"" + since.text() + "\"", "the book's version, such as \"1.0\"");
        checkMessage(message, patterns);
        if (faults.count() > before) return Optional.empty();
        if (!checker.decides()) checkAlways(severity);
        if (faults.count() > before) return Optional.empty();
        return Optional.of(new Rule(
                id,
                name.group(2),
                concern,
                severity,
                message.text(),
                since.text(),
                patterns,
                raw.file(),
                raw.line(),
                raw.source()));
    }

    private Place place() {
        return raw.name().at();
    }

    private void checkAlways(Severity severity) {
        String found = "a rule that compares nothing, so it " + severity.id() + "s whatever is asked";
        if (severity == Severity.BLOCK) faults.bad(place(), found, "at least one comparison that can be false");
        else faults.warn(place(), found, "at least one comparison that can be false", "");
    }

    private Severity severity() {
        Matcher consequence = CONSEQUENCE.matcher(raw.consequence().text());
        String name = consequence.matches() ? consequence.group(1) : "";
        Optional<Severity> severity = Severity.byId(name);
        if (severity.isPresent() && consequence.group(2).equals(id)) return severity.get();
        String allowed = "exactly findings.block( \"" + (id.isEmpty() ? "the id" : id) + "\" ); or warn, note or offer";
        String found = "the consequence '" + raw.consequence().text().strip() + "'";
        String meant = severity.isPresent()
                ? ""
                : Nearest.to(name, Set.of("block", "warn", "note", "offer")).orElse("");
        faults.bad(raw.consequence().at(), found, allowed, meant);
        return Severity.NOTE;
    }

    private Piece annotation(String key) {
        Piece value = raw.annotations().get(key);
        if (value == null) {
            faults.bad(place(), "no @" + key, "@" + key + "( \"…\" )");
            return new Piece("", place());
        }
        Matcher quoted = QUOTED.matcher(value.text());
        if (quoted.matches() && !quoted.group(1).isBlank())
            return new Piece(quoted.group(1), value.at(quoted.start(1)));
        faults.bad(value.at(), "an empty @" + key, "text in double quotes");
        return new Piece("", value.at());
    }

    private void checkMessage(Piece message, List<Rule.Pattern> patterns) {
        Matcher fields = Sentence.matcher(message.text());
        while (fields.find()) {
            String field = fields.group(1);
            if (Sentence.owner(field, patterns).isEmpty())
                faults.badWord(
                        message.at(fields.start()),
                        "'{" + field + "}' in the message",
                        field.substring(field.indexOf('.') + 1),
                        fieldsOf(patterns));
        }
        int brace = Sentence.loneBrace(message.text());
        if (brace >= 0) faults.bad(message.at(brace), "a lone brace in the message", "{field}");
    }

    private static Set<String> fieldsOf(List<Rule.Pattern> patterns) {
        Set<String> fields = new TreeSet<>();
        for (Rule.Pattern pattern : patterns)
            FactTypes.of(pattern.type())
                    .ifPresent(type -> fields.addAll(type.fields().keySet()));
        return fields;
    }
}
