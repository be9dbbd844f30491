package dev.waggle.server.rulebook;

import dev.waggle.rules.catalog.CatalogFiles;
import dev.waggle.rules.drools.BookFolder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that people edit: the files of a rule book and of a catalog. Together each file has one path: a catalog's begins with
 * {@value #CATALOG}, every other is the book's.
 *
 * @param book path relative to the book → text
 * @param catalog the catalog's files
 */
public record Source(SortedMap<String, String> book, CatalogFiles catalog) {
    static final String CATALOG = "catalog/";

    /** Keeps the map as it is now. */
    public Source {
        book = Collections.unmodifiableSortedMap(new TreeMap<>(book));
    }

    /** What this program was built with. */
    public static Source shipped() {
        return new Source(new TreeMap<>(BookFolder.embeddedTexts()), CatalogFiles.embedded());
    }

    /** The source of which these are all files. */
    static Source of(SortedMap<String, byte[]> files) {
        SortedMap<String, String> book = new TreeMap<>();
        SortedMap<String, byte[]> catalog = new TreeMap<>();
        files.forEach((path, bytes) -> {
            if (path.startsWith(CATALOG)) catalog.put(path.substring(CATALOG.length()), bytes);
            else book.put(path, new String(bytes, StandardCharsets.UTF_8));
        });
        return new Source(book, new CatalogFiles(catalog));
    }

    /** Every file's bytes by its path. */
    public SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        book.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
        catalog.files().forEach((path, bytes) -> files.put(CATALOG + path, bytes));
        return files;
    }

    /** The same after a change. */
    Source with(ChangeSet change) {
        SortedMap<String, byte[]> files = files();
        change.files().forEach((path, text) -> {
            if (text.isEmpty()) files.remove(path);
            else files.put(path, text.get().getBytes(StandardCharsets.UTF_8));
        });
        return of(files);
    }

    /** The files that are text, by path, with their sizes in bytes. */
    public SortedMap<String, Integer> texts() {
        SortedMap<String, Integer> texts = new TreeMap<>();
        files().forEach((path, bytes) -> {
            if (ChangeSet.isText(path)) texts.put(path, bytes.length);
        });
        return texts;
    }

    /** The text of a file; empty where there is none at that path. */
    public Optional<String> text(String path) {
        if (!ChangeSet.isText(path)) return Optional.empty();
        return Optional.ofNullable(files().get(path)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
