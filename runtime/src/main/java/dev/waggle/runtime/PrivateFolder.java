package dev.waggle.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder that only this user can enter, for one worker process, removed after it.
 *
 * <p>Its name holds the process id and start time of the agent, so that the folders of an agent that was killed are known.
 */
final class PrivateFolder {
    private static final Pattern NAME = Pattern.compile("worker-(\\d+)-(\\d+)-\\d+");
    private static final int ATTEMPTS = 20;
    private static final int PAUSE_MILLIS = 25;

    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    static PrivateFolder in(Path parent) throws IOException {
        Files.createDirectories(parent);
        ProcessHandle self = ProcessHandle.current();
        String prefix = "worker-" + self.pid() + "-" + startMillis(self) + "-";
        boolean posix = Files.getFileStore(parent).supportsFileAttributeView("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        return new PrivateFolder(
                Files.createTempDirectory(parent, prefix, attributes).toRealPath());
    }

    /** Removes the folders of agents that are gone. */
    static void sweep(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        List<Path> folders;
        try (Stream<Path> all = Files.list(parent)) {
            folders = all.toList();
        }
        for (Path folder : folders) {
            Matcher name = NAME.matcher(folder.getFileName().toString());
            if (name.matches() && !alive(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))) {
                new PrivateFolder(folder).remove();
            }
        }
    }

    private static boolean alive(long pid, long startMillis) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> startMillis(process) == startMillis)
                .isPresent();
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Removes the folder; false when something of it stays, which the next sweep tries again. */
    boolean remove() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (removeOnce()) {
                return true;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return removeOnce();
            }
        }
        return false;
    }

    private boolean removeOnce() {
        try (Stream<Path> walk = Files.walk(path)) {
            for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
