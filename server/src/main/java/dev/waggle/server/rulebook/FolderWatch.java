package dev.waggle.server.rulebook;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sees what is saved in the folders of a book and a catalog, and takes it live. It looks at every file's size, time and
 * identity a few times a second: that works on every system and whatever way an editor writes, and costs a millisecond. A
 * burst of saves is one change, taken once nothing moves any more.
 */
public final class FolderWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;
    private static final int DEEPEST = 4;
    private static final int MOST_FILES = 10_000;

    private final Folders folders;
    private final Publisher publisher;
    private final Consumer<List<RuleError>> onProblems;
    private final Thread thread;
    private volatile boolean stopped;

    private record Look(long bytes, FileTime time, @Nullable Object identity) {}

    /** Gone while we looked, or a link to nothing. */
    private static final Look UNSEEN = new Look(-1, FileTime.fromMillis(0), null);

    private FolderWatch(Folders folders, Publisher publisher, Consumer<List<RuleError>> onProblems) {
        this.folders = folders;
        this.publisher = publisher;
        this.onProblems = onProblems;
        this.thread = new Thread(this::watch, "rulebook-watch");
        thread.setDaemon(true);
    }

    /**
     * Begins to watch.
     *
     * @param onProblems hears once of each save that can't go live what is wrong with it, and an empty list when one is live
     */
    public static FolderWatch start(Folders folders, Publisher publisher, Consumer<List<RuleError>> onProblems) {
        FolderWatch watch = new FolderWatch(folders, publisher, onProblems);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        // What was saved while the service started is seen by the first comparison of contents, not of looks.
        Map<Path, Look> taken = Map.of();
        Map<Path, Look> before = Map.of();
        while (!stopped) {
            Map<Path, Look> now = look();
            if (now.equals(before) && !now.equals(taken)) {
                take();
                taken = now;
            }
            before = now;
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Map<Path, Look> look() {
        Map<Path, Look> seen = new TreeMap<>();
        for (Path folder : folders.all()) {
            try (Stream<Path> walk = Files.walk(folder.toRealPath(), DEEPEST)) {
                for (Path file : walk.limit(MOST_FILES).toList()) look(file, seen);
            } catch (IOException | UncheckedIOException e) {
                seen.put(folder, UNSEEN);
            }
        }
        return seen;
    }

    private static void look(Path file, Map<Path, Look> seen) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isRegularFile())
                seen.put(file, new Look(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()));
        } catch (IOException e) {
            seen.put(file, UNSEEN);
        }
    }

    private void take() {
        boolean wasGood = publisher.problemsInFolder().isEmpty();
        List<RuleError> errors;
        try {
            Source saved = folders.read(publisher.edition().source());
            Publication publication = publisher.follow(saved);
            if (publication instanceof Publication.Unchanged && wasGood) return;
            errors = publisher.problemsInFolder();
        } catch (BookException e) {
            errors = e.errors();
            publisher.report(errors);
        } catch (IOException | RuntimeException | Error e) {
            // The watch outlives whatever a save does.
            errors = List.of(new RuleError("", 0, "", "a folder that can't be read: " + Reason.of(e), ""));
            publisher.report(errors);
        }
        onProblems.accept(errors);
    }

    /** Stops watching. */
    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }
}
