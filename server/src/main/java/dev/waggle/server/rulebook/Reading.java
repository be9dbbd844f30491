package dev.waggle.server.rulebook;

import dev.waggle.rules.book.LintReport;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.CatalogException;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.catalog.CatalogWords;
import dev.waggle.rules.drools.BookLoader;
import dev.waggle.rules.facts.FactWords;
import dev.waggle.server.app.Waggle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source that was read and checked; nothing is compiled.
 *
 * @param book null where it has errors
 * @param catalog null where it has errors
 * @param errors what refuses either
 * @param warnings what is probably a slip of the book's author
 */
record Reading(@Nullable RuleBook book, @Nullable Catalog catalog, List<RuleError> errors, List<RuleError> warnings) {
    /**
     * Reads a source that was live before, or comes with the program: its rules may name what its catalog no longer has.
     *
     * @param source what to read
     */
    static Reading of(Source source) {
        List<RuleError> errors = new ArrayList<>();
        Catalog catalog = catalog(source, null, errors);
        return reading(BookLoader.lint(source.book(), FactWords.fixed()), catalog, errors);
    }

    /**
     * Reads a source that is to be live: its rules name what its catalog has.
     *
     * @param live what of it is the same need not be read again
     */
    static Reading of(Source source, Waggle live) {
        List<RuleError> errors = new ArrayList<>();
        Catalog catalog = catalog(source, live.catalog(), errors);
        FactWords words = CatalogWords.of(catalog == null ? live.catalog() : catalog);
        return reading(BookLoader.lint(source.book(), words), catalog, errors);
    }

    private static Reading reading(LintReport report, @Nullable Catalog catalog, List<RuleError> catalogErrors) {
        List<RuleError> errors = new ArrayList<>(report.errors());
        errors.addAll(catalogErrors);
        return new Reading(report.book().orElse(null), catalog, errors, report.warnings());
    }

    private static @Nullable Catalog catalog(Source source, @Nullable Catalog known, List<RuleError> errors) {
        try {
            boolean same = known != null && known.hash().equals(source.catalog().hash());
            return same ? known : CatalogLoader.load(source.catalog());
        } catch (CatalogException e) {
            errors.add(error(e));
            return null;
        }
    }

    /** A catalog's error, with the path its file has among all that is edited. */
    static RuleError error(CatalogException e) {
        String found = e.found() + e.hint().map(hint -> " (maybe " + hint + ")").orElse("");
        return new RuleError(
                Source.CATALOG + e.file(),
                e.line().orElse(0),
                e.id().orElse(""),
                (e.pointer().isEmpty() ? "" : e.pointer() + ": ") + found,
                e.allowed().orElse(""));
    }
}
