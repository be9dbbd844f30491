package dev.waggle.rules.book;

import dev.waggle.rules.book.RuleCase.Expected;
import dev.waggle.rules.facts.FactWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Checks a book as a whole: its files, ids, concerns, cases and what was retired. */
public final class BookChecker {
    private static final Pattern CONCERN = Pattern.compile("[a-z][a-z0-9-]{0,40}");
    /** Beside a book in one list of files, these folders are the catalog's and the book's own. */
    private static final Set<String> TAKEN = Set.of("book", "catalog");

    private static final int MOST_RULES = 500;
    private static final int STEP = 10;

    private final Faults faults;
    private final Map<String, String> files;
    private final List<Rule> rules = new ArrayList<>();
    private final List<RuleCase> cases = new ArrayList<>();
    private Map<String, RetiredId> retired = Map.of();

    private BookChecker(Map<String, String> files, List<RuleError> errors) {
        this.files = files;
        this.faults = new Faults(errors);
    }

    /**
     * Turns raw rules and case files into a book.
     *
     * @param raw what the DRL files hold
     * @param files every file's text by its path relative to the book
     * @param words the words that constants can be
     * @param errors what was wrong before
     */
    public static LintReport check(
            List<RawRule> raw, Map<String, String> files, FactWords words, List<RuleError> errors) {
        if (raw.size() > MOST_RULES)
            return LintReport.refused(
                    List.of(new RuleError("", 0, "", "a book of " + raw.size() + " rules", MOST_RULES + " at most")));
        return new BookChecker(files, errors).check(raw, words);
    }

    private LintReport check(List<RawRule> raw, FactWords words) {
        for (RawRule rule : raw)
            RuleChecker.check(rule, concern(rule.file()), words, faults).ifPresent(rules::add);
        List<RuleError> found = new ArrayList<>();
        new TreeMap<>(files).forEach((file, text) -> {
            if (file.endsWith(".cases.yaml")) cases.addAll(CaseReader.read(file, text, found));
        });
        retired = RetiredIds.read(files.get(RetiredIds.FILE), found);
        faults.addAll(found);
        checkFiles();
        checkIds();
        checkRetired();
        if (faults.count() == 0) checkCases();
        if (faults.count() == 0) {
            Doubles.check(rules, faults);
            CaseWords.check(cases, words, faults);
        }
        if (faults.count() > 0) return new LintReport(Optional.empty(), faults.errors(), faults.warnings());
        rules.sort(Comparator.comparing(Rule::id));
        RuleBook book = new RuleBook(ContentHash.of(new TreeMap<>(files)), rules, cases, retired);
        return new LintReport(Optional.of(book), List.of(), faults.warnings());
    }

    /** The folder a file stands in. */
    private static String concern(String file) {
        int slash = file.indexOf('/');
        return slash < 0 ? "" : file.substring(0, slash);
    }

    private void checkFiles() {
        for (String file : files.keySet()) {
            String concern = concern(file);
            boolean known = file.equals(concern + "/" + concern + ".drl")
                    || file.equals(concern + "/" + concern + ".cases.yaml");
            if (file.equals(RetiredIds.FILE)
                    || (known && CONCERN.matcher(concern).matches() && !TAKEN.contains(concern))) continue;
            faults.about(file, "");
            if (TAKEN.contains(concern)) {
                faults.bad(
                        Place.WHOLE, "a concern named " + concern, "any other name: this one has a meaning of its own");
                continue;
            }
            String allowed = "CONCERN/CONCERN.drl, CONCERN/CONCERN.cases.yaml and " + RetiredIds.FILE;
            faults.bad(Place.WHOLE, "a file of another name", allowed);
        }
    }

    private void checkIds() {
        Map<String, Rule> ids = new HashMap<>();
        Map<String, String> letters = new HashMap<>();
        for (Rule rule : rules) {
            Rule first = ids.putIfAbsent(rule.id(), rule);
            if (first != null)
                bad(rule, "the id again", "each id once; it stands in " + first.file() + ":" + first.line());
            String prefix = rule.letters();
            String before = letters.putIfAbsent(prefix, rule.concern());
            if (before != null && !before.equals(rule.concern()))
                bad(
                        rule,
                        "the letters " + prefix + " in the concern " + rule.concern(),
                        "letters of its own; these are of " + before);
            if (Integer.parseInt(rule.id().substring(4)) % STEP != 0) warnStep(rule);
        }
    }

    private void warnStep(Rule rule) {
        faults.about(rule.file(), rule.id());
        faults.warn(
                new Place(rule.line(), 0),
                "a number between the steps",
                "steps of " + STEP + ", such as " + rule.letters()
                        + "-010; between them only where the order tells something",
                "");
    }

    private void checkRetired() {
        for (Rule rule : rules) {
            RetiredId id = retired.get(rule.id());
            if (id != null)
                bad(
                        rule,
                        "an id that was retired in " + id.since() + ": " + id.why(),
                        "an id that no rule had before; what was decided under the old one stays readable");
        }
        if (faults.count() > 0) return;
        for (RuleCase each : cases)
            if (retired.containsKey(each.rule())) {
                faults.about(each.file(), each.rule());
                faults.bad(new Place(each.line(), 0), "cases of a rule that was retired", "cases of rules there are");
            }
    }

    private void checkCases() {
        Set<String> ids = new HashSet<>();
        for (Rule rule : rules) {
            ids.add(rule.id());
            for (Expected expected : List.of(Expected.HIT, Expected.MISS))
                if (cases.stream().noneMatch(each -> each.rule().equals(rule.id()) && each.expected() == expected))
                    bad(
                            rule,
                            "no case under " + (expected == Expected.HIT ? "hits" : "misses"),
                            "at least one hit and one near-miss");
        }
        for (RuleCase each : cases)
            if (!ids.contains(each.rule())) {
                faults.about(each.file(), each.rule());
                faults.badWord(new Place(each.line(), 0), "cases of a rule that does not exist", each.rule(), ids);
            }
    }

    private void bad(Rule rule, String found, String allowed) {
        faults.about(rule.file(), rule.id());
        faults.bad(new Place(rule.line(), 0), found, allowed);
    }
}
