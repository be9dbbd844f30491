package dev.waggle.runtime.install;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder beside the final one in which npm works. What a crash leaves there is swept by the next installation. */
final class Staging {
    private static final String PREFIX = ".staging-";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final NpmPackage npmPackage;

    private Staging(Path folder, NpmPackage npmPackage) {
        this.folder = folder;
        this.npmPackage = npmPackage;
    }

    /** Removes what earlier installations left; the lock must be held. What can't be removed is left to the next. */
    static void sweep(Path engines) throws IOException {
        List<Path> left;
        try (Stream<Path> all = Files.list(engines)) {
            left = all.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
        left.forEach(FileTree::remove);
    }

    /** Moves a folder out of the way in one step, so that no half of it is ever seen, then removes it. */
    static void discard(Path engines, Path installed) throws IOException {
        Path away = Files.createTempDirectory(engines, PREFIX);
        move(installed, away.resolve("removed"));
        FileTree.remove(away);
    }

    /** A new one, with what {@code npm ci} reads: the package pinned by its hash, and no address. */
    static Staging create(Path engines, NpmPackage npmPackage) throws IOException {
        Staging staging = new Staging(Files.createTempDirectory(engines, PREFIX), npmPackage);
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("name", "waggle-engine");
        root.put("version", "1.0.0");
        root.put("dependencies", Map.of(npmPackage.name(), npmPackage.version()));
        Map<String, Object> manifest = new LinkedHashMap<>(root);
        manifest.put("private", true);
        staging.write("package.json", manifest);

        Map<String, Object> locked = new LinkedHashMap<>();
        locked.put("version", npmPackage.version());
        locked.put("integrity", npmPackage.integrity());
        locked.put("os", List.of(npmPackage.os()));
        locked.put("cpu", List.of(npmPackage.cpu()));
        if (npmPackage.os().equals("linux")) {
            locked.put("libc", List.of("glibc"));
        }
        Map<String, Object> packages = new LinkedHashMap<>();
        packages.put("", root);
        packages.put("node_modules/" + npmPackage.name(), locked);
        Map<String, Object> lock = new LinkedHashMap<>();
        lock.put("name", "waggle-engine");
        lock.put("version", "1.0.0");
        lock.put("lockfileVersion", 3);
        lock.put("requires", true);
        lock.put("packages", packages);
        staging.write("package-lock.json", lock);
        return staging;
    }

    private void write(String name, Object content) throws IOException {
        Files.write(folder.resolve(name), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
    }

    Path folder() {
        return folder;
    }

    /** The package as npm unpacks it. */
    Path unpacked() {
        return folder.resolve("node_modules").resolve(npmPackage.name());
    }

    /** Bytes unpacked so far. npm may unpack under another name first, so all of its folder counts. */
    long bytes() {
        return Math.min(FileTree.bytes(folder.resolve("node_modules")), npmPackage.unpackedBytes());
    }

    void publish(Path target) throws IOException {
        move(unpacked(), target);
    }

    void remove() {
        FileTree.remove(folder);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the file system can't move a folder in one step", e);
        }
    }
}
