package dev.waggle.rules.drools;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystem;
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
            return texts(url);
        } catch (URISyntaxException | IOException | BookException e) {
            throw damaged(e);
        }
    }

    /** The book at a place of the class path, in a folder or in a jar. Each reader opens the jar for itself. */
    static Map<String, String> texts(URL place) throws URISyntaxException, IOException, BookException {
        if (!(place.openConnection() instanceof JarURLConnection inJar)) return texts(Path.of(place.toURI()));
        Path file = Path.of(inJar.getJarFileURL().toURI());
        try (FileSystem jar = FileSystems.newFileSystem(file)) {
            return texts(jar.getPath("/" + inJar.getEntryName()));
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
        Path root = folder.toRealPath();
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root, DEEPEST)) {
            paths = walk.filter(path -> isPart(name(root, path)))
                    .limit(MOST_FILES + 1)
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Map<String, String> files = new TreeMap<>();
        List<RuleError> errors = new ArrayList<>();
        if (paths.size() > MOST_FILES)
            errors.add(new RuleError("", 0, "", "more than " + MOST_FILES + " files", MOST_FILES + " at most"));
        for (Path path : errors.isEmpty() ? paths : List.<Path>of()) {
            String name = name(root, path);
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

    private static String name(Path root, Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }

    /**
     * Whether a file of that path in a book's folder is part of the book. What begins with a dot is not: an editor leaves it
     * beside an open file, or a program keeps a folder of its own there.
     */
    public static boolean isPart(String name) {
        return !name.startsWith(".") && !name.contains("/.") && (name.endsWith(".drl") || name.endsWith(".yaml"));
    }
}
