package dev.waggle.rules.drools;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleError;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where rule books lie: a folder, or the one that is shipped inside the program. */
public final class BookFolder {
    private static final String EMBEDDED = "/waggle/book";
    private static final int MOST_FILES = 200;

    private BookFolder() {}

    /**
     * The book that is shipped.
     *
     * @throws IllegalStateException where it can't be read: the program is damaged
     */
    public static RuleBook embedded() {
        URL url = BookFolder.class.getResource(EMBEDDED);
        if (url == null) throw new IllegalStateException("the program has no rule book inside");
        try {
            URI uri = url.toURI();
            if (!uri.getScheme().equals("jar")) return read(Path.of(uri));
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return read(jar.getPath(EMBEDDED));
            } catch (FileSystemAlreadyExistsException e) {
                return read(FileSystems.getFileSystem(uri).getPath(EMBEDDED));
            }
        } catch (URISyntaxException | IOException | BookException e) {
            throw new IllegalStateException("the shipped rule book can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * The book in a folder.
     *
     * @throws BookException with everything that is wrong
     * @throws IOException where the folder can't be read
     */
    public static RuleBook read(Path folder) throws BookException, IOException {
        return BookLoader.load(files(folder));
    }

    /** Every .drl and .cases.yaml of a folder: relative path to text. */
    private static Map<String, String> files(Path folder) throws IOException, BookException {
        Map<String, String> files = new TreeMap<>();
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder, 2)) {
            paths = walk.filter(path ->
                            path.toString().endsWith(".drl") || path.toString().endsWith(".yaml"))
                    .limit(MOST_FILES)
                    .toList();
        }
        for (Path path : paths) {
            String name = folder.relativize(path).toString().replace('\\', '/');
            try {
                files.put(name, Files.readString(path));
            } catch (MalformedInputException e) {
                throw new BookException(List.of(new RuleError(name, 0, "", "text that is not UTF-8", "UTF-8")));
            }
        }
        return files;
    }
}
