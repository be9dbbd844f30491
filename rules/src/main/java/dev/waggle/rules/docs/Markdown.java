package dev.waggle.rules.docs;

/** Text as Markdown has it, where an author's words must not become its signs. */
final class Markdown {
    private Markdown() {}

    /** Words in a sentence or in a cell of a table. */
    static String text(String words) {
        return words.replaceAll("([\\\\`*_{}\\[\\]<>|#])", "\\\\$1");
    }

    /** A cell that shows code. */
    static String code(String code) {
        return "`" + code.replace("|", "\\|") + "`";
    }
}
