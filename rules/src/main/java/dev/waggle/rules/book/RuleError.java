package dev.waggle.rules.book;

/**
 * One thing wrong in a rule book, for the person who wrote it.
 *
 * @param file relative to the book
 * @param line from 1; 0 where it concerns the whole file
 * @param rule the rule's id, or "" where it has none yet
 * @param found what stands there
 * @param allowed what could stand there, or ""
 */
public record RuleError(String file, int line, String rule, String found, String allowed) {
    private static final int LONGEST = 300;

    /** Makes what stands there one line of bounded length. */
    public RuleError {
        found = found.strip().replaceAll("\\s+", " ");
        if (found.length() > LONGEST) found = found.substring(0, LONGEST) + "…";
    }

    /** In the form editors understand: file, line, message. */
    @Override
    public String toString() {
        String where = file + (line > 0 ? ":" + line : "") + ": ";
        String who = rule.isEmpty() ? "" : rule + ": ";
        return where + who + found + (allowed.isEmpty() ? "." : "; allowed: " + allowed + ".");
    }
}
