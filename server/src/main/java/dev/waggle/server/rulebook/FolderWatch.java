package dev.waggle.server.rulebook;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.catalog.CatalogFiles;
import dev.waggle.rules.drools.BookFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sees what is saved in the folders of a book and a catalog, and takes it live. It looks at every file's size, time and
 * identity a few times a second: that works on every system and whatever way an editor writes, and costs a millisecond. A
 * burst of saves is one change, taken once nothing moves any more. What fails for reasons that are not the author's, such as
 * a full disk, is tried again, at first soon and then ever more rarely.
 */
public final class FolderWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;
    private static final int DEEPEST = 4;
    private static final int MOST_FILES = 10_000;
    private static final long FIRST_RETRY_MILLIS = 500;
    private static final long LAST_RETRY_MILLIS = 60_000;

    private final Folders folders;
    private final Publisher publisher;
    private final Consumer<List<RuleError>> onProblems;
    private final Thread thread;
    private volatile boolean stopped;

    // What was saved while the service started is seen by the first comparison of contents, not of looks.
    private Map<Path, Look> taken = Map.of();
    private Map<Path, Look> before = Map.of();
    private List<RuleError> told = List.of();
    private long retryMillis;
    private long retryAtNanos;

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
        while (!stopped) {
            try {
                step();
            } catch (RuntimeException | Error e) {
                // The watch outlives whatever happens to it.
                publisher.report(List.of(unreadable(e)));
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void step() {
        Map<Path, Look> now = look();
        boolean rests = now.equals(before);
        before = now;
        if (!rests) return;
        boolean isNew = !now.equals(taken);
        if (isNew) {
            taken = now;
            retryMillis = 0;
        } else if (retryMillis == 0 || System.nanoTime() - retryAtNanos < 0) {
            return;
        }
        take(isNew);
    }

    private Map<Path, Look> look() {
        Map<Path, Look> seen = new TreeMap<>();
        Path book = folders.book();
        if (book != null) look(book, BookFolder::isPart, seen);
        Path catalog = folders.catalog();
        if (catalog != null) look(catalog, name -> !CatalogFiles.isLeftBehind(name), seen);
        return seen;
    }

    private static void look(Path folder, Predicate<String> isPart, Map<Path, Look> seen) {
        try {
            Path root = folder.toRealPath();
            try (Stream<Path> walk = Files.walk(root, DEEPEST)) {
                walk.filter(file -> isPart.test(root.relativize(file).toString().replace('\\', '/')))
                        .limit(MOST_FILES)
                        .forEach(file -> look(file, seen));
            }
        } catch (IOException | UncheckedIOException e) {
            seen.put(folder, UNSEEN);
        }
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

    private void take(boolean isNew) {
        boolean wasGood = publisher.problemsInFolder().isEmpty();
        boolean again = false;
        boolean isLive = false;
        try {
            Publication publication =
                    publisher.follow(folders.read(publisher.edition().source()));
            again = publication instanceof Publication.NotKept || publication instanceof Publication.NotTried;
            isLive = publication instanceof Publication.Unchanged && wasGood;
        } catch (BookException e) {
            publisher.report(e.errors());
        } catch (IOException | RuntimeException | Error e) {
            again = true;
            publisher.report(List.of(unreadable(e)));
        }
        retryMillis = again ? Math.max(FIRST_RETRY_MILLIS, Math.min(2 * retryMillis, LAST_RETRY_MILLIS)) : 0;
        retryAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(retryMillis);
        List<RuleError> errors = publisher.problemsInFolder();
        boolean isNews = isNew ? !isLive : !errors.equals(told);
        told = errors;
        if (isNews && !stopped) tell(errors);
    }

    /** Whoever listens can't end the watch. */
    private void tell(List<RuleError> errors) {
        try {
            onProblems.accept(errors);
        } catch (RuntimeException e) {
            publisher.report(errors);
        }
    }

    private static RuleError unreadable(Throwable e) {
        return new RuleError("", 0, "", "a folder that can't be read: " + Reason.of(e), "");
    }

    /** Stops watching. */
    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }
}
