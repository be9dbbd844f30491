package dev.waggle.rules.book;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What any file of a book may consist of, before anything reads it: a bounded number of characters, each of which is
 * what it looks like.
 */
public final class BookText {
    private static final int MOST_FILES = 200;
    private static final int FILE_CHARACTERS = 64 * 1024;
    private static final int BOOK_CHARACTERS = 2 * 1024 * 1024;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private BookText() {}

    /**
     * Adds what is wrong with the files to the errors; only files that pass may be read.
     *
     * @param files path relative to the book → text
     */
    public static void check(Map<String, String> files, List<RuleError> errors) {
        if (files.size() > MOST_FILES)
            errors.add(new RuleError("", 0, "", "a book of " + files.size() + " files", MOST_FILES + " at most"));
        else files.forEach((file, text) -> check(file, text, errors));
        long all = files.values().stream().mapToLong(String::length).sum();
        if (all > BOOK_CHARACTERS && errors.isEmpty())
            errors.add(new RuleError("", 0, "", "a book of " + all + " characters", BOOK_CHARACTERS + " at most"));
    }

    private static void check(String file, String text, List<RuleError> errors) {
        if (text.length() > FILE_CHARACTERS) {
            String found = "a file of " + text.length() + " characters";
            errors.add(new RuleError(file, 0, "", found, FILE_CHARACTERS + " at most"));
            return;
        }
        int line = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c == '\n') line++;
            if (c == '\t' || c == '\n' || (c == '\r' && text.startsWith("\n", i + 1)) || isPrintable(c)) continue;
            boolean mark = c == BYTE_ORDER_MARK && i == 0;
            String found = String.format(Locale.ROOT, mark ? "a byte order mark (U+%04X)" : "the character U+%04X", c);
            Place place = new Place(line, i - text.lastIndexOf('\n', i - 1));
            errors.add(RuleError.at(file, place, "", found, mark ? "UTF-8 without it" : "printable text"));
            return;
        }
    }

    /** False for control characters and for those that make text look like what it isn't. */
    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
