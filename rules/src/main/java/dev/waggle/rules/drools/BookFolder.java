package dev.waggle.rules.drools;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleError;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where rule books lie: a folder, or the one that is shipped inside the program. */
public final class BookFolder {
    private static final String EMBEDDED = "/waggle/book";
    private static final int MOST_FILES = 200;
    private static final int MOST_BYTES = 256 * 1024;
    private static final int DEEPEST = 4;

    private BookFolder() {}

    /**
     * The book that is shipped.
     *
     * @throws IllegalStateException where it can't be read: the program is damaged
     */
    public static RuleBook embedded() {
        try {
            return BookLoader.load(embeddedTexts());
        } catch (BookException e) {
            throw damaged(e);
        }
    }

    /**
     * The files of the book that is shipped: path to text.
     *
     * @throws IllegalStateException where they can't be read: the program is damaged
     */
    public static Map<String, String> embeddedTexts() {
        URL url = BookFolder.class.getResource(EMBEDDED);
        if (url == null) throw new IllegalStateException("the program has no rule book inside");
        try {
            URI uri = url.toURI();
            if (!uri.getScheme().equals("jar")) return texts(Path.of(uri));
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return texts(jar.getPath(EMBEDDED));
            } catch (FileSystemAlreadyExistsException e) {
                return texts(FileSystems.getFileSystem(uri).getPath(EMBEDDED));
            }
        } catch (URISyntaxException | IOException | BookException e) {
            throw damaged(e);
        }
    }

    private static IllegalStateException damaged(Exception e) {
        return new IllegalStateException("the shipped rule book can't be read: " + e.getMessage(), e);
    }

    /**
     * The book in a folder.
     *
     * @throws BookException with everything that is wrong
     * @throws IOException where the folder can't be read
     */
    public static RuleBook read(Path folder) throws BookException, IOException {
        return BookLoader.load(texts(folder));
    }

    /**
     * Every .drl and .yaml of a folder, at any depth a book might have by mistake: relative path to text.
     *
     * @throws BookException where a file is too large or no text
     * @throws IOException where the folder can't be read
     */
    public static Map<String, String> texts(Path folder) throws IOException, BookException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder, DEEPEST)) {
            paths = walk.filter(BookFolder::isPart).limit(MOST_FILES + 1).toList();
        }
        Map<String, String> files = new TreeMap<>();
        List<RuleError> errors = new ArrayList<>();
        if (paths.size() > MOST_FILES)
            errors.add(new RuleError("", 0, "", "more than " + MOST_FILES + " files", MOST_FILES + " at most"));
        for (Path path : errors.isEmpty() ? paths : List.<Path>of()) {
            String name = folder.relativize(path).toString().replace('\\', '/');
            if (!Files.isRegularFile(path)) {
                errors.add(new RuleError(name, 0, "", "something that is no file", "a file"));
            } else if (Files.size(path) > MOST_BYTES) {
                errors.add(new RuleError(
                        name, 0, "", "a file of " + Files.size(path) + " bytes", MOST_BYTES + " at most"));
            } else {
                try {
                    files.put(name, Files.readString(path));
                } catch (CharacterCodingException e) {
                    errors.add(new RuleError(name, 0, "", "text that is not UTF-8", "UTF-8"));
                }
            }
        }
        if (!errors.isEmpty()) throw new BookException(errors);
        return files;
    }

    /** What an editor leaves beside a file while it is open begins with a dot and is no part. */
    private static boolean isPart(Path path) {
        String name = String.valueOf(path.getFileName());
        return !name.startsWith(".") && (name.endsWith(".drl") || name.endsWith(".yaml"));
    }
}
