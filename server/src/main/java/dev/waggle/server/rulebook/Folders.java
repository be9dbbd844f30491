package dev.waggle.server.rulebook;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.catalog.CatalogException;
import dev.waggle.rules.catalog.CatalogFiles;
import dev.waggle.rules.drools.BookFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Folders that a person edits with an editor of their own.
 *
 * @param book null where the book is not in a folder
 * @param catalog null where the catalog is not in a folder
 */
public record Folders(@Nullable Path book, @Nullable Path catalog) {
    /** Whether there is any. */
    public boolean isEmpty() {
        return all().isEmpty();
    }

    List<Path> all() {
        return Stream.of(book, catalog)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /**
     * What is in them.
     *
     * @param other has the part that is in no folder
     * @throws BookException where a file is too large, no text or no part of a catalog
     * @throws IOException where a folder can't be read
     */
    public Source read(Source other) throws BookException, IOException {
        return new Source(
                book == null ? other.book() : new TreeMap<>(BookFolder.texts(book)),
                catalog == null ? other.catalog() : read(catalog));
    }

    private static CatalogFiles read(Path catalog) throws BookException, IOException {
        try {
            return CatalogFiles.of(catalog);
        } catch (CatalogException e) {
            throw new BookException(List.of(Reading.error(e)));
        }
    }
}
