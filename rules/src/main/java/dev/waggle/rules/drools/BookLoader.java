package dev.waggle.rules.drools;

import dev.waggle.rules.book.BookChecker;
import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.BookText;
import dev.waggle.rules.book.RawRule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a rule book from the text of its files. */
public final class BookLoader {
    private BookLoader() {}

    /**
     * Reads and checks.
     *
     * @param files path relative to the book → text
     * @throws BookException with everything that is wrong
     */
    public static RuleBook load(Map<String, String> files) throws BookException {
        List<RuleError> errors = new ArrayList<>();
        BookText.check(files, errors);
        if (!errors.isEmpty()) throw new BookException(errors);
        List<RawRule> raw = new ArrayList<>();
        new TreeMap<>(files).forEach((file, text) -> {
            if (file.endsWith(".drl")) raw.addAll(DrlReader.read(file, text, errors));
        });
        return BookChecker.check(raw, files, errors);
    }
}
