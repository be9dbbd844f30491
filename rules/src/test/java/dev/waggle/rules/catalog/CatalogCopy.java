package dev.waggle.rules.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The shipped catalog in a folder of its own, where a test breaks one thing. */
final class CatalogCopy {
    private final Path folder;

    CatalogCopy(Path folder) {
        this.folder = folder;
        CatalogFiles.embedded().files().forEach(this::write);
    }

    /** Puts a file there. */
    void write(String path, byte[] bytes) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.resolveSibling("."));
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String path, String text) {
        write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    void delete(String path) {
        try {
            Files.delete(folder.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes a text that must occur in a file; returns the line of the change. */
    int change(String path, String from, String to) {
        String text = read(path);
        assertThat(text).contains(from);
        int at = text.indexOf(from);
        write(path, text.substring(0, at) + to + text.substring(at + from.length()));
        return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }

    /** Removes a text that must occur in a file, and all that follows it. */
    void cut(String path, String from) {
        String text = read(path);
        assertThat(text).contains(from);
        write(path, text.substring(0, text.indexOf(from)));
    }

    private String read(String path) {
        try {
            return Files.readString(folder.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Catalog load() {
        return CatalogLoader.load(folder);
    }

    /** What loading it is refused with. */
    CatalogException refusal() {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, this::load);
        assertThat(refusal).as("the catalog is refused").isNotNull();
        return refusal;
    }
}
