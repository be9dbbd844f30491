package dev.waggle.rules.drools;

import dev.waggle.rules.book.ConstraintException;
import dev.waggle.rules.book.ConstraintParser;
import dev.waggle.rules.book.Place;
import dev.waggle.rules.book.RawRule.Piece;
import dev.waggle.rules.book.RuleError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks over a rule file before the parser of DRL does, which recurses and guesses: only the signs of the grammar, texts
 * that end on their line, and parentheses that do not nest get through. Comments become blanks, so that what follows
 * keeps its line and column.
 */
final class DrlScanner {
    private static final String SIGNS = ",:;.@<>=!$_-";
    private static final String ALLOWED =
            "names, numbers, text in double quotes, and ( ) , : ; . @ == != < <= > >=, nothing else";
    private static final String PATTERN = "Fact( field operator value, … )";
    private static final Pattern FACT = Pattern.compile("(?:^|[\\s:)])[A-Z][A-Za-z0-9_.]*\\s*$");
    private static final int MOST_ERRORS = 10;
    /** The longest stretch without a parenthesis, comma or semicolon is far shorter in any rule that is one. */
    private static final int LONGEST_STRETCH = 400;

    private final String file;
    private final char[] text;
    private final List<RuleError> errors = new ArrayList<>();
    private int next;
    private int line = 1;
    private int open;
    private int stretch;
    /** Where the part of a pattern begins that is being read; -1 outside of patterns. */
    private int part = -1;

    private final List<Fact> facts = new ArrayList<>();

    /** Where the last line began. */
    private int lineStart;

    /**
     * A file that was looked over.
     *
     * @param text with blanks for comments, as long as it was
     * @param facts what looks like patterns, in order
     */
    record Scanned(String text, List<Fact> facts) {}

    /** Something that looks like a pattern: the name of its fact, and what stands between its commas. */
    record Fact(Piece type, List<Piece> parts) {}

    private DrlScanner(String file, String text) {
        this.file = file;
        this.text = text.toCharArray();
    }

    /** The file; null where something is wrong, which is added to the errors. */
    static @Nullable Scanned scan(String file, String text, List<RuleError> errors) {
        DrlScanner scanner = new DrlScanner(file, text);
        while (scanner.next < text.length() && scanner.errors.size() < MOST_ERRORS) scanner.step();
        if (scanner.open > 0) scanner.bad("a parenthesis that is never closed", "(…)");
        errors.addAll(scanner.errors);
        return scanner.errors.isEmpty() ? new Scanned(new String(scanner.text), scanner.facts) : null;
    }

    private void step() {
        char c = text[next];
        if (at("//") || at("/*")) {
            comment(at("/*"));
            return;
        }
        if (c == '"') {
            quoted();
            return;
        }
        if (c == '\n') newLine();
        else if (c == '(' || c == ')' || c == ',' || c == ';') separator(c);
        else if (!Character.isWhitespace(c)) sign(c);
        next++;
    }

    private void comment(boolean block) {
        Place began = here();
        blank();
        blank();
        while (next < text.length && !at(block ? "*/" : "\n")) blank();
        if (!block) return;
        if (next < text.length) {
            blank();
            blank();
        } else {
            bad(began, "a comment that never ends", "*/");
        }
    }

    private void newLine() {
        line++;
        lineStart = next + 1;
    }

    private void blank() {
        if (text[next] == '\n') newLine();
        else if (text[next] != '\r') text[next] = ' ';
        next++;
    }

    private void quoted() {
        next++;
        while (next < text.length && text[next] != '"' && text[next] != '\n') {
            if (text[next] == '\\') bad("a backslash in a text", "text without escapes");
            next++;
        }
        if (next >= text.length || text[next] == '\n') bad("a text that does not end on its line", "\"…\"");
        else next++;
    }

    private void separator(char c) {
        stretch = 0;
        if (part >= 0 && open == 1 && c != '(') endPart();
        boolean begins = c == '(' && open == 0 && isFact();
        if (begins) beginFact();
        if (part >= 0 || begins) part = c == ')' ? -1 : next + 1;
        if (c == '(' && ++open > 1) bad("a parenthesis inside parentheses", PATTERN);
        if (c == ')' && --open < 0) bad("a parenthesis that was never opened", "(…)");
        if (c == ';' && open > 0) bad("';' inside parentheses", "commas between constraints");
        open = Math.max(0, open);
    }

    /** True where the word before is a fact's: it begins with a capital, and neither @ nor a point stands before it. */
    private boolean isFact() {
        int start = Math.max(0, next - LONGEST_STRETCH);
        return FACT.matcher(new String(text, start, next - start)).find();
    }

    private void beginFact() {
        int end = next;
        while (Character.isWhitespace(text[end - 1])) end--;
        int start = end;
        while (start > 0 && (Character.isJavaIdentifierPart(text[start - 1]) || text[start - 1] == '.')) start--;
        facts.add(new Fact(piece(start, end), new ArrayList<>()));
    }

    private void endPart() {
        int start = part;
        int end = next;
        while (start < end && Character.isWhitespace(text[start])) start++;
        while (end > start && Character.isWhitespace(text[end - 1])) end--;
        if (start == end) return;
        Piece piece = piece(start, end);
        facts.get(facts.size() - 1).parts().add(piece);
        try {
            ConstraintParser.check(piece.text());
        } catch (ConstraintException e) {
            Place at = piece.at(e.offset());
            add(new RuleError(file, at.line(), at.column(), "", e.found(), e.allowed(), e.suggestion()));
        }
    }

    /** A stretch of what was read already. */
    private Piece piece(int start, int end) {
        int lines = 0;
        for (int i = start; i < next; i++) if (text[i] == '\n') lines++;
        int before = start;
        if (lines == 0) before = lineStart;
        else while (before > 0 && text[before - 1] != '\n') before--;
        return new Piece(new String(text, start, end - start), new Place(line - lines, start - before + 1));
    }

    private void sign(char c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && SIGNS.indexOf(c) < 0 && !Character.isLowSurrogate(c)) {
            int whole = Character.codePointAt(text, next);
            bad(
                    String.format(
                            Locale.ROOT,
                            "the character '%s' (U+%04X) outside quotes",
                            Character.toString(whole),
                            whole),
                    ALLOWED);
        }
        if (at(":=")) bad("':='", "$name : Fact( … )");
        if (open == 0 && isWord("and")) bad("'and'", "one pattern below the other: both must match");
        if (++stretch == LONGEST_STRETCH) bad("something that goes on for too long", PATTERN);
    }

    private boolean isWord(String word) {
        int end = next + word.length();
        boolean starts = next == 0 || !Character.isJavaIdentifierPart(text[next - 1]);
        return starts && at(word) && (end >= text.length || !Character.isJavaIdentifierPart(text[end]));
    }

    private boolean at(String what) {
        for (int i = 0; i < what.length(); i++)
            if (next + i >= text.length || text[next + i] != what.charAt(i)) return false;
        return true;
    }

    private Place here() {
        return new Place(line, next - lineStart + 1);
    }

    private void bad(String found, String allowed) {
        bad(here(), found, allowed);
    }

    private void bad(Place where, String found, String allowed) {
        add(RuleError.at(file, where, "", found, allowed));
    }

    private void add(RuleError error) {
        if (errors.size() < MOST_ERRORS) errors.add(error);
    }
}
