package dev.waggle.rules.book;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A rule that was begun: an id that is free, and the lines its author fills in. What has to be filled in is nothing that
 * loads, so that the linter leads through it.
 *
 * @param id the rule's id
 * @param concern the folder it stands in
 * @param title what it is about, in a few words
 * @param since the book version that has it first
 */
public record NewRule(String id, String concern, String title, String since) {
    private static final int STEP = 10;

    /**
     * Begins a rule.
     *
     * @param wanted an id, or a concern's letters for its next free one
     * @param concern where letters are new, the folder they are for; else null or ""
     * @throws IllegalArgumentException with a message for the author, where the id can't be had
     */
    public static NewRule in(RuleBook book, String wanted, String title, String concern) {
        if (!wanted.matches("[A-Z]{3}(-\\d{3})?"))
            throw new IllegalArgumentException(
                    "'" + wanted + "' is no id: take one such as MEM-040, or MEM for the next");
        String letters = wanted.substring(0, 3);
        Optional<Rule> sibling = book.rules().stream()
                .filter(rule -> rule.letters().equals(letters))
                .findFirst();
        String folder = sibling.map(Rule::concern).orElse(concern);
        if (folder.isEmpty())
            throw new IllegalArgumentException("no rule has the letters " + letters + " yet: say their concern");
        if (!concern.isEmpty() && !concern.equals(folder))
            throw new IllegalArgumentException("the letters " + letters + " are of the concern " + folder);
        Optional<Rule> neighbour = book.rules().stream()
                .filter(rule -> rule.concern().equals(folder))
                .findFirst();
        if (neighbour.isPresent() && sibling.isEmpty())
            throw new IllegalArgumentException("the letters of the concern " + folder + " are "
                    + neighbour.get().letters());
        String id = wanted.length() > 3 ? wanted : next(book, letters);
        if (book.rule(id).isPresent()) throw new IllegalArgumentException(id + " is taken: " + taken(book, letters));
        if (book.retired().containsKey(id))
            throw new IllegalArgumentException(id + " was retired: " + taken(book, letters));
        String since =
                book.rules().stream().map(Rule::since).max(NewRule::compare).orElse("1.0");
        return new NewRule(id, folder, title, since);
    }

    /** The files of the book that it changes, as they are with it. */
    public Map<String, String> addedTo(Map<String, String> files) {
        String drl = concern + "/" + concern + ".drl";
        String cases = concern + "/" + concern + ".cases.yaml";
        Map<String, String> changed = new HashMap<>();
        changed.put(drl, behind(files.getOrDefault(drl, ""), "\n", rule()));
        changed.put(cases, behind(files.getOrDefault(cases, ""), "", cases()));
        return changed;
    }

    private static String behind(String text, String between, String added) {
        if (text.isBlank()) return added;
        String lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
        return text.stripTrailing() + lineEnd + (between + added).replace("\n", lineEnd);
    }

    private String rule() {
        return """
                rule "%s %s"
                    @message( "" ) @since( "%s" )
                when
                    Fact( field operator value )
                then
                    findings.severity( "%s" );
                end
                """.formatted(id, title, since, id);
    }

    private String cases() {
        return """
                %s:
                  hits:
                    - case:
                      Fact: {field: value}
                  misses:
                    - case:
                      Fact: {field: value}
                  unknown:
                    - case:
                      Fact: {}
                """.formatted(id);
    }

    private static String next(RuleBook book, String letters) {
        int last = 0;
        for (Rule rule : book.rules()) if (rule.letters().equals(letters)) last = Math.max(last, number(rule.id()));
        for (String id : book.retired().keySet()) if (id.startsWith(letters)) last = Math.max(last, number(id));
        int next = (last / STEP + 1) * STEP;
        if (next > 999) throw new IllegalArgumentException("no number is left behind " + letters + "-" + last);
        return String.format(Locale.ROOT, "%s-%03d", letters, next);
    }

    private static String taken(RuleBook book, String letters) {
        return "the next free one is " + next(book, letters);
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(4));
    }

    private static int compare(String version, String other) {
        String[] a = version.split("\\.", 2);
        String[] b = other.split("\\.", 2);
        int major = Integer.compare(Integer.parseInt(a[0]), Integer.parseInt(b[0]));
        return major != 0 ? major : Integer.compare(Integer.parseInt(a[1]), Integer.parseInt(b[1]));
    }
}
