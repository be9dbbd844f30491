package dev.waggle.rules.book;

/**
 * One thing wrong in a rule book, for the person who wrote it.
 *
 * @param file relative to the book
 * @param line from 1; 0 where it concerns the whole file
 * @param column from 1; 0 where it concerns the whole line
 * @param rule the rule's id, or "" where it has none yet
 * @param found what stands there
 * @param allowed what could stand there, or ""
 * @param suggestion the one word that was probably meant, or ""
 */
public record RuleError(
        String file, int line, int column, String rule, String found, String allowed, String suggestion) {
    private static final int LONGEST = 300;

    /** Makes what stands there one line of bounded length. */
    public RuleError {
        found = found.strip().replaceAll("\\s+", " ");
        if (found.length() > LONGEST) found = found.substring(0, LONGEST) + "…";
    }

    /** An error about a whole line, without a suggestion. */
    public RuleError(String file, int line, String rule, String found, String allowed) {
        this(file, line, 0, rule, found, allowed, "");
    }

    /** An error at a place, without a suggestion. */
    public static RuleError at(String file, Place place, String rule, String found, String allowed) {
        return new RuleError(file, place.line(), place.column(), rule, found, allowed, "");
    }

    /** In the form editors understand: file, line, column, message. */
    @Override
    public String toString() {
        return where() + ": " + message();
    }

    /** The place as editors understand it: {@code file:line:column}, as far as it is known. */
    public String where() {
        if (line == 0) return file;
        return file + ":" + line + (column > 0 ? ":" + column : "");
    }

    /** What is wrong, in one line without its place. */
    public String message() {
        String who = rule.isEmpty() ? "" : rule + ": ";
        String meant = suggestion.isEmpty() ? "" : " (did you mean '" + suggestion + "'?)";
        return who + found + (allowed.isEmpty() ? "" : "; allowed: " + allowed) + meant + ".";
    }
}
