package dev.waggle.rules.book;

import dev.waggle.rules.book.RuleCase.Expected;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Checks a book as a whole: ids, concerns, cases. */
public final class BookChecker {
    private static final Pattern CONCERN = Pattern.compile("[a-z][a-z0-9-]{0,40}");
    private static final int MOST_RULES = 500;

    private BookChecker() {}

    /**
     * Turns raw rules and case files into a book.
     *
     * @param raw what the DRL files hold
     * @param files every file's text by its path relative to the book
     * @param errors what was wrong before
     * @throws BookException with everything that is wrong
     */
    public static RuleBook check(List<RawRule> raw, Map<String, String> files, List<RuleError> errors)
            throws BookException {
        List<RuleError> all = new ArrayList<>(errors);
        if (raw.size() > MOST_RULES)
            throw new BookException(
                    List.of(new RuleError("", 0, "", "a book of " + raw.size() + " rules", MOST_RULES + " at most")));
        List<Rule> rules = new ArrayList<>();
        for (RawRule rule : raw)
            RuleChecker.check(rule, concern(rule.file()), all).ifPresent(rules::add);
        List<RuleCase> cases = new ArrayList<>();
        checkFiles(files, all);
        files.forEach((file, text) -> {
            if (file.endsWith(".cases.yaml")) cases.addAll(CaseReader.read(file, text, all));
        });
        checkIds(rules, all);
        if (all.isEmpty()) checkCases(rules, cases, all);
        if (!all.isEmpty())
            throw new BookException(all.stream()
                    .sorted(Comparator.comparing(RuleError::file).thenComparingInt(RuleError::line))
                    .toList());
        rules.sort(Comparator.comparing(Rule::id));
        return new RuleBook(ContentHash.of(new TreeMap<>(files)), rules, cases);
    }

    /** The folder a file stands in. */
    private static String concern(String file) {
        int slash = file.indexOf('/');
        return slash < 0 ? "" : file.substring(0, slash);
    }

    private static void checkFiles(Map<String, String> files, List<RuleError> errors) {
        for (String file : files.keySet()) {
            String concern = concern(file);
            boolean known = file.equals(concern + "/" + concern + ".drl")
                    || file.equals(concern + "/" + concern + ".cases.yaml");
            if (!known || !CONCERN.matcher(concern).matches())
                errors.add(new RuleError(
                        file, 0, "", "a file of another name", "CONCERN/CONCERN.drl and CONCERN/CONCERN.cases.yaml"));
        }
    }

    private static void checkIds(List<Rule> rules, List<RuleError> errors) {
        Map<String, Rule> ids = new HashMap<>();
        Map<String, String> letters = new HashMap<>();
        for (Rule rule : rules) {
            Rule first = ids.putIfAbsent(rule.id(), rule);
            if (first != null)
                bad(rule, "the id again", "each id once; it stands in " + first.file() + ":" + first.line(), errors);
            String prefix = rule.id().substring(0, 3);
            String before = letters.putIfAbsent(prefix, rule.concern());
            if (before != null && !before.equals(rule.concern()))
                bad(
                        rule,
                        "the letters " + prefix + " in the concern " + rule.concern(),
                        "letters of its own; these are of " + before,
                        errors);
        }
    }

    private static void checkCases(List<Rule> rules, List<RuleCase> cases, List<RuleError> errors) {
        Set<String> ids = new HashSet<>();
        for (Rule rule : rules) {
            ids.add(rule.id());
            for (Expected expected : List.of(Expected.HIT, Expected.MISS))
                if (cases.stream().noneMatch(each -> each.rule().equals(rule.id()) && each.expected() == expected))
                    bad(
                            rule,
                            "no case under " + (expected == Expected.HIT ? "hits" : "misses"),
                            "at least one hit and one near-miss",
                            errors);
        }
        for (RuleCase each : cases)
            if (!ids.contains(each.rule()))
                errors.add(new RuleError(
                        each.file(),
                        each.line(),
                        each.rule(),
                        "cases of a rule that does not exist",
                        Nearest.allowed(each.rule(), ids)));
    }

    private static void bad(Rule rule, String found, String allowed, List<RuleError> errors) {
        errors.add(new RuleError(rule.file(), rule.line(), rule.id(), found, allowed));
    }
}
