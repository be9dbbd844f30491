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
    private static final int MOST_FILES = 10_000;

    /** Keeps the map as it is now. */
    public CatalogFiles {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * Reads a folder.
     *
     * @throws CatalogException where it can't be read or holds a file that is too large
     */
    public static CatalogFiles of(Path folder) {
        if (!Files.isDirectory(folder))
            throw bad(String.valueOf(folder), "no such folder", "the folder of a catalog", "");
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder.toRealPath())) {
            for (Path path :
                    paths.filter(Files::isRegularFile).limit(MOST_FILES).toList()) {
                String name = folder.toRealPath().relativize(path).toString().replace('\\', '/');
                if (isLeftBehind(name)) continue;
                if (Files.size(path) > MOST_BYTES)
                    throw bad(name, "a file of " + Files.size(path) + " bytes", MOST_BYTES + " bytes", "");
                files.put(name, Files.readAllBytes(path));
            }
        } catch (IOException e) {
            throw bad(String.valueOf(folder), "not readable: " + e, "a readable folder", "");
        }
        return new CatalogFiles(files);
    }

    private static boolean isLeftBehind(String name) {
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
    void refuseOthers(List<String> patterns) {
        for (String path : files.keySet())
            if (patterns.stream().noneMatch(path::matches))
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
