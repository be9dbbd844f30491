package dev.waggle.server.rulebook;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.CatalogException;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.drools.BookLoader;
import dev.waggle.server.app.Waggle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source that was read and checked; nothing is compiled. Both parts are there, or errors. */
record Reading(@Nullable RuleBook book, @Nullable Catalog catalog, List<RuleError> errors) {
    /**
     * Reads a source.
     *
     * @param live what of it is the same need not be read again; null where nothing is live yet
     */
    static Reading of(Source source, @Nullable Waggle live) {
        List<RuleError> errors = new ArrayList<>();
        RuleBook book = null;
        Catalog catalog = null;
        try {
            book = BookLoader.load(source.book());
        } catch (BookException e) {
            errors.addAll(e.errors());
        }
        try {
            Catalog known = live == null ? null : live.catalog();
            boolean same = known != null && known.hash().equals(source.catalog().hash());
            catalog = same ? known : CatalogLoader.load(source.catalog());
        } catch (CatalogException e) {
            errors.add(error(e));
        }
        return new Reading(book, catalog, errors);
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
