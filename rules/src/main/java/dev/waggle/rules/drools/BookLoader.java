package dev.waggle.rules.drools;

import dev.waggle.rules.book.BookChecker;
import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.BookText;
import dev.waggle.rules.book.LintReport;
import dev.waggle.rules.book.RawRule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.facts.FactWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a rule book from the text of its files. Nothing is compiled, and nothing of it runs. */
public final class BookLoader {
    private BookLoader() {}

    /**
     * Reads and checks, with the words that no catalog changes.
     *
     * @param files path relative to the book → text
     * @throws BookException with everything that is wrong
     */
    public static RuleBook load(Map<String, String> files) throws BookException {
        return lint(files, FactWords.fixed()).orThrow();
    }

    /**
     * Reads and checks, and tells what is odd too.
     *
     * @param files path relative to the book → text
     * @param words the words that constants can be
     */
    public static LintReport lint(Map<String, String> files, FactWords words) {
        List<RuleError> errors = new ArrayList<>();
        BookText.check(files, errors);
        if (!errors.isEmpty()) return LintReport.refused(errors);
        List<RawRule> raw = new ArrayList<>();
        new TreeMap<>(files).forEach((file, text) -> {
            if (file.endsWith(".drl")) raw.addAll(DrlReader.read(file, text, errors));
        });
        return BookChecker.check(raw, files, words, errors);
    }
}
