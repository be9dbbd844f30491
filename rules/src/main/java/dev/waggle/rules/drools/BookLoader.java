package dev.waggle.rules.drools;

import dev.waggle.rules.book.BookChecker;
import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RawRule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        List<RawRule> raw = new ArrayList<>();
        files.forEach((file, text) -> {
            if (file.endsWith(".drl")) raw.addAll(DrlReader.read(file, text, errors));
        });
        return BookChecker.check(raw, files, errors);
    }
}
