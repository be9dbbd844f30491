package dev.waggle.server.rulebook;

import dev.waggle.rules.book.RuleError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The versions that were published, as files. Contents lie in {@code files/} under their hash, a version in {@code
 * versions/000001.json} names each file's content. A version is there once its one file is, which happens in one step after
 * all it names is on disk: so a full disk, a kill or a power cut at any moment leaves the versions wholly as they were, or
 * with the new one wholly there.
 */
public final class VersionStore {
    private static final String PART = ".part";
    private static final long MOST_BYTES = 64 << 20;

    private final Path folder;
    private final Path files;
    private final Path versions;
    private final Disk disk;
    private final List<Version> known = new ArrayList<>();
    private final List<RuleError> damaged = new ArrayList<>();
    private int highest;

    private VersionStore(Path folder, Disk disk) {
        this.folder = folder;
        this.files = folder.resolve("files");
        this.versions = folder.resolve("versions");
        this.disk = disk;
    }

    /**
     * The versions in a folder, which is made when the first is kept. What a publication that never ended left behind is
     * removed. One process at a time may have it open.
     *
     * @throws IOException where the folder can't be read
     */
    public static VersionStore open(Path folder) throws IOException {
        return open(folder, Disk.REAL);
    }

    static VersionStore open(Path folder, Disk disk) throws IOException {
        VersionStore store = new VersionStore(folder, disk);
        store.sweep(store.files);
        store.sweep(store.versions);
        store.readAll();
        return store;
    }

    private void sweep(Path folder) throws IOException {
        for (Path file : list(folder)) if (file.getFileName().toString().endsWith(PART)) Files.deleteIfExists(file);
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void readAll() throws IOException {
        for (Path file : list(versions)) {
            int number = VersionFile.numberIn(file.getFileName().toString());
            if (number == 0) continue;
            highest = Math.max(highest, number);
            try {
                known.add(file(number).version());
            } catch (IOException e) {
                damaged.add(problem(number, e));
            }
        }
        known.sort(Comparator.comparingInt(Version::number).reversed());
    }

    static RuleError problem(int number, Throwable e) {
        return new RuleError(
                "versions/" + VersionFile.name(number), 0, "", "a version that can't be used: " + Reason.of(e), "");
    }

    /** Newest first; without those that are damaged. */
    public synchronized List<Version> versions() {
        return List.copyOf(known);
    }

    /** What was found damaged when it was opened. */
    synchronized List<RuleError> damaged() {
        return List.copyOf(damaged);
    }

    /**
     * What a version consists of; 0 is what the program was built with.
     *
     * @throws IOException where it is not there or damaged
     */
    public Source source(int number) throws IOException {
        if (number == Version.SHIPPED) return Source.shipped();
        SortedMap<String, byte[]> read = new TreeMap<>();
        for (Map.Entry<String, String> file : file(number).files().entrySet()) {
            byte[] bytes = read(files.resolve(file.getValue()));
            if (!hash(bytes).equals(file.getValue()))
                throw new IOException("the content of " + file.getKey() + " is damaged");
            read.put(file.getKey(), bytes);
        }
        return Source.of(read);
    }

    /**
     * The hash of each file of a version, by path; no content is read.
     *
     * @throws IOException where the version is not there or damaged
     */
    SortedMap<String, String> hashes(int number) throws IOException {
        if (number != Version.SHIPPED) return file(number).files();
        SortedMap<String, String> hashes = new TreeMap<>();
        Source.shipped().files().forEach((path, bytes) -> hashes.put(path, hash(bytes)));
        return hashes;
    }

    /**
     * The text of one file of a version; empty where it has none at that path.
     *
     * @throws IOException where the version is not there, or it or the file is damaged
     */
    Optional<String> text(int number, String path) throws IOException {
        if (number == Version.SHIPPED) return Source.shipped().text(path);
        String hash = file(number).files().get(path);
        if (hash == null || !ChangeSet.isText(path)) return Optional.empty();
        byte[] bytes = read(files.resolve(hash));
        if (!hash(bytes).equals(hash)) throw new IOException("the content of " + path + " is damaged");
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    /** Each book that was kept, path → text, newest first; what is damaged is left out, what is the same again too. */
    List<Map<String, String>> books() {
        Set<Map<String, String>> seen = new LinkedHashSet<>();
        for (Version version : versions()) bookOf(version.number()).ifPresent(seen::add);
        return seen.stream().flatMap(book -> texts(book).stream()).toList();
    }

    /** The hash of each of its files by path; empty where the version is damaged, which was told when the store was opened. */
    private Optional<Map<String, String>> bookOf(int number) {
        try {
            Map<String, String> book = new TreeMap<>(file(number).files());
            book.keySet().removeIf(path -> path.startsWith(Source.CATALOG));
            return Optional.of(book);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Map<String, String>> texts(Map<String, String> hashes) {
        Map<String, String> texts = new TreeMap<>();
        try {
            for (Map.Entry<String, String> file : hashes.entrySet())
                texts.put(file.getKey(), new String(read(files.resolve(file.getValue())), StandardCharsets.UTF_8));
            return Optional.of(texts);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private VersionFile file(int number) throws IOException {
        return VersionFile.of(number, read(versions.resolve(VersionFile.name(number))));
    }

    private static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new IOException(file.getFileName() + " is missing");
        if (Files.size(file) > MOST_BYTES) throw new IOException(file.getFileName() + " is larger than a file can be");
        return Files.readAllBytes(file);
    }

    /** The number the next version will have. */
    synchronized int nextNumber() {
        return highest + 1;
    }

    /**
     * Keeps a version. When this returns, it is on disk; when it throws, it isn't and won't be.
     *
     * @param version with the next number
     * @throws IOException where the disk is full or fails
     */
    synchronized void keep(Version version, Source source) throws IOException {
        if (version.number() != nextNumber()) throw new IllegalArgumentException("not the next: " + version);
        makeFolders();
        TreeMap<String, String> hashes = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : source.files().entrySet()) {
            String hash = hash(file.getValue());
            hashes.put(file.getKey(), hash);
            add(files.resolve(hash), file.getValue());
        }
        // Also where nothing is new: an attempt before may have ended right before this.
        disk.forceFolder(files);
        Path place = versions.resolve(VersionFile.name(version.number()));
        try {
            put(place, new VersionFile(version, hashes).bytes());
            disk.forceFolder(versions);
        } catch (IOException e) {
            takeBack(place, e);
            throw e;
        }
        highest = version.number();
        known.add(0, version);
    }

    private void makeFolders() throws IOException {
        disk.makeFolder(files);
        disk.makeFolder(versions);
        disk.forceFolder(folder);
        disk.forceFolder(folder.resolveSibling("."));
    }

    /** A content that is there already is read again: only what can be read is relied on. */
    private void add(Path file, byte[] bytes) throws IOException {
        if (Files.isRegularFile(file)
                && Files.size(file) == bytes.length
                && MessageDigest.isEqual(Files.readAllBytes(file), bytes)) return;
        put(file, bytes);
    }

    private void put(Path file, byte[] bytes) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + PART);
        try {
            disk.delete(part);
            disk.write(part, bytes);
            disk.rename(part, file);
        } catch (IOException e) {
            takeBack(part, e);
            throw e;
        }
    }

    private void takeBack(Path file, IOException reason) {
        try {
            disk.delete(file);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
