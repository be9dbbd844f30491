package dev.waggle.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that only this user can enter, for one worker process, removed after it.
 *
 * <p>Its name tells the agent, and a file in it the worker's processes, each by number and start: so what an agent that was
 * killed left behind is known, and nothing else is ever taken for it.
 */
final class PrivateFolder {
    static final String PROCESSES = "processes";

    private static final Pattern NAME = Pattern.compile("worker-(\\d+-[a-z0-9.]+)-\\d+");
    private static final int ATTEMPTS = 40;
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
        long self = ProcessHandle.current().pid();
        String agent = ProcessStamp.of(self)
                .map(ProcessStamp::toString)
                .orElseThrow(() -> new IOException("the system does not tell when process " + self + " started"));
        return new PrivateFolder(Files.createTempDirectory(parent, "worker-" + agent + "-", access(parent, "rwx------"))
                .toRealPath());
    }

    /** What keeps others out, where the file system has such a thing. */
    static FileAttribute<?>[] access(Path place, String permissions) throws IOException {
        return Files.getFileStore(place).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Ends the workers of agents that are gone, and removes their folders. */
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
            if (name.matches()
                    && ProcessStamp.parse(name.group(1))
                            .filter(agent -> !agent.runs())
                            .isPresent()) {
                PrivateFolder left = new PrivateFolder(folder);
                left.processes().forEach(ProcessStamp::kill);
                left.awaitEnd();
                left.remove();
            }
        }
    }

    /** Writes down the worker's processes, whole or not at all. */
    void note(List<ProcessStamp> processes) throws IOException {
        Path next = path.resolve(PROCESSES + ".next");
        Files.writeString(
                next, processes.stream().map(ProcessStamp::toString).collect(Collectors.joining("\n", "", "\n")));
        Files.move(next, path.resolve(PROCESSES), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What {@link #note} wrote; nothing that is not certainly such. */
    private List<ProcessStamp> processes() {
        try {
            return Files.readAllLines(path.resolve(PROCESSES)).stream()
                    .map(ProcessStamp::parse)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private void awaitEnd() {
        for (int attempt = 0; attempt < ATTEMPTS && processes().stream().anyMatch(ProcessStamp::runs); attempt++) {
            pause();
        }
    }

    /** Removes the folder; false when something of it stays, which the next sweep tries again. */
    boolean remove() {
        boolean removed = removeOnce();
        for (int attempt = 1; attempt < ATTEMPTS && !removed; attempt++) {
            pause();
            removed = removeOnce();
        }
        return removed;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
