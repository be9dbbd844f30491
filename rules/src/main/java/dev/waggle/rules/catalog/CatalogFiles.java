package dev.waggle.rules.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The bytes of a catalog's files by their path, with '/' between folders, sorted. What an editor or a file manager leaves
 * behind (names that begin with a dot or end with a tilde) is not part of it.
 *
 * @param files bytes by path, which nobody changes
 */
public record CatalogFiles(SortedMap<String, byte[]> files) {
    private static final String EMBEDDED = "/waggle/catalog/";
    private static final long MOST_BYTES = 16 << 20;
    private static final long MOST_BYTES_IN_ALL = 64 << 20;
    private static final int MOST_FILES = 10_000;
    private static final List<Pattern> PATHS = Stream.of(
                    "(engines|workers|models|machines)/[^/]+\\.yaml",
                    "graphs/" + Pattern.quote(ArchitectureReader.RULES) + "\\.yaml",
                    "devices/(devices|cpus)\\.yaml",
                    "models/shapes/([^/]+\\.gguf\\.gz|sizes\\.txt)",
                    "policy\\.yaml",
                    "known-good\\.yaml",
                    "README\\.md")
            .map(Pattern::compile)
            .toList();

    /** Keeps the map as it is now. */
    public CatalogFiles {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * Reads a folder.
     *
     * @throws CatalogException where it holds what no catalog does, or more than one may; nothing of that is read
     * @throws IOException where it can't be read
     */
    public static CatalogFiles of(Path folder) throws IOException {
        Path root = folder.toRealPath();
        SortedMap<String, byte[]> files = new TreeMap<>();
        long bytes = 0;
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                String name = root.relativize(path).toString().replace('\\', '/');
                if (isLeftBehind(name) || !Files.isRegularFile(path)) continue;
                refuseOther(name);
                long size = Files.size(path);
                bytes += size;
                if (size > MOST_BYTES) throw bad(name, "a file of " + size + " bytes", MOST_BYTES + " bytes", "");
                if (bytes > MOST_BYTES_IN_ALL)
                    throw bad(
                            name, "more than " + MOST_BYTES_IN_ALL + " bytes up to this file", "a smaller catalog", "");
                if (files.size() == MOST_FILES)
                    throw bad(name, "more than " + MOST_FILES + " files", MOST_FILES + " at most", "");
                files.put(name, Files.readAllBytes(path));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new CatalogFiles(files);
    }

    /** Whether a file of that path in a catalog's folder is no part of it. */
    public static boolean isLeftBehind(String name) {
        return name.startsWith(".") || name.contains("/.") || name.endsWith("~");
    }

    /** Reads the catalog this program carries on its class path, in a folder or in a jar. */
    public static CatalogFiles embedded() {
        URL policy = CatalogFiles.class.getResource(EMBEDDED + "policy.yaml");
        if (policy == null) throw new IllegalStateException("no catalog on the class path at " + EMBEDDED);
        try {
            if (!(policy.openConnection() instanceof JarURLConnection inJar)) {
                Path file = Path.of(policy.toURI());
                return of(file.resolveSibling("."));
            }
            try (FileSystem jar =
                    FileSystems.newFileSystem(Path.of(inJar.getJarFileURL().toURI()))) {
                return of(jar.getPath(EMBEDDED));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading the embedded catalog", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path names the catalog as " + policy, e);
        }
    }

    /** {@code sha256:} and the hash of every path and its bytes, each preceded by its length. */
    public String hash() {
        MessageDigest digest = sha256();
        files.forEach((path, bytes) -> {
            byte[] name = path.getBytes(StandardCharsets.UTF_8);
            digest.update((name.length + " " + bytes.length + " ").getBytes(StandardCharsets.UTF_8));
            digest.update(name);
            digest.update(bytes);
        });
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The text of a file. */
    String text(String path) {
        byte[] bytes = files.get(path);
        if (bytes == null) throw bad(path, "no such file", "this file in every catalog", "");
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad(path, "not UTF-8", "UTF-8 text", "");
        }
    }

    /** The files right in a folder whose names end so, by the name without that ending. */
    Map<String, String> pathsByName(String folder, String ending) {
        Map<String, String> paths = new TreeMap<>();
        for (String path : files.keySet())
            if (path.startsWith(folder + "/") && path.endsWith(ending) && path.lastIndexOf('/') == folder.length())
                paths.put(path.substring(folder.length() + 1, path.length() - ending.length()), path);
        return paths;
    }

    /** Refuses a file that nobody would read. */
    void refuseOthers() {
        files.keySet().forEach(CatalogFiles::refuseOther);
    }

    private static void refuseOther(String path) {
        if (PATHS.stream().noneMatch(pattern -> pattern.matcher(path).matches()))
            throw bad(
                    path,
                    "a file that means nothing here",
                    "KIND/ID.yaml in engines, workers, models and machines, graphs/llamacpp-0.5.yaml, devices/devices.yaml, devices/cpus.yaml,"
                            + " models/shapes/NAME.gguf.gz, models/shapes/sizes.txt, policy.yaml,"
                            + " known-good.yaml, README.md",
                    "");
    }

    private static CatalogException bad(String file, String found, String allowed, String hint) {
        return new CatalogException(Place.of(file), null, found, allowed, hint);
    }
}
