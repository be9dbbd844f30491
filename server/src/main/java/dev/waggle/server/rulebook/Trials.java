package dev.waggle.server.rulebook;

import dev.waggle.rules.trial.TrialProcess;
import dev.waggle.runtime.Engine;
import dev.waggle.runtime.JavaChild;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tries rule books, each in a process of its own that is used once. The next process is started ahead and waits, warm, so
 * that a trial costs a fraction of a second. One trial runs at a time.
 */
public final class Trials implements Trying, AutoCloseable {
    /** Heap, classes and compiled code have limits of their own inside the limit of the whole. */
    private static final List<String> OPTIONS =
            List.of("-Xmx96m", "-Xss1m", "-XX:MaxMetaspaceSize=96m", "-XX:ReservedCodeCacheSize=32m", "-Xlog:disable");

    /**
     * What this process has of the launcher that its archive of classes is found by. A cache of Java 25 is used only with the
     * collector and the native access it was made with; then a process is ready in two thirds of the time.
     */
    private static final Pattern OF_THE_ARCHIVE =
            Pattern.compile("-XX:SharedArchiveFile=.*|-XX:AOTCache=.*|-XX:\\+Use\\w+GC|--enable-native-access=.*");

    private final Path folder;
    private final TrialLimits limits;
    private final List<String> command;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final Object state = new Object();
    private @Nullable TrialChild ready;
    private @Nullable TrialChild running;
    private boolean closed;

    /**
     * Starts nothing yet. Each process gets a folder of its own in the given one, which only one such object uses: what a
     * killed service left there is removed.
     */
    public Trials(Path folder) {
        this(folder, TrialLimits.DEFAULT, command(TrialProcess.class));
    }

    Trials(Path folder, TrialLimits limits, List<String> command) {
        this.folder = folder.toAbsolutePath();
        TrialChild.sweep(this.folder);
        this.limits = limits;
        this.command = List.copyOf(command);
    }

    /** The command that runs a class with the Java, the classes and the archive of classes that this process has. */
    static List<String> command(Class<?> main) {
        List<String> options = new ArrayList<>(OPTIONS);
        options.addAll(ofTheArchive(ManagementFactory.getRuntimeMXBean().getInputArguments()));
        List<Path> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(place -> !place.isEmpty())
                .map(place -> Path.of(place).toAbsolutePath())
                .toList();
        return new JavaChild(Path.of(System.getProperty("java.home"), "bin", "java"), classPath)
                .command(options, main, List.of());
    }

    static List<String> ofTheArchive(List<String> arguments) {
        return arguments.stream().filter(OF_THE_ARCHIVE.asMatchPredicate()).toList();
    }

    /** Has a process ready soon, if there is none. */
    @Override
    public void prepare() {
        synchronized (state) {
            if (closed || (ready != null && ready.isAlive())) return;
            if (ready != null) ready.close();
            ready = null;
            try {
                ready = TrialChild.start(command, folder, limits);
            } catch (IOException e) {
                // The trial itself will try again, and say so.
                ready = null;
            }
        }
    }

    /** Tries a book: path relative to the book → text. An interrupt ends the trial. */
    @Override
    public TrialResult run(Map<String, String> book) {
        oneAtATime.lock();
        try (TrialChild child = take()) {
            return child.run(book);
        } catch (IOException e) {
            return new TrialResult.NotStarted(Reason.of(e));
        } finally {
            oneAtATime.unlock();
        }
    }

    private TrialChild take() throws IOException {
        synchronized (state) {
            if (closed) throw new IOException("the service is stopping");
            TrialChild waiting = ready;
            ready = null;
            if (waiting != null && !waiting.isAlive()) {
                waiting.close();
                waiting = null;
            }
            running = waiting != null ? waiting : TrialChild.start(command, folder, limits);
            return running;
        }
    }

    /** Ends the process that waits, and a trial that runs. */
    @Override
    public void close() {
        synchronized (state) {
            closed = true;
            if (ready != null) ready.close();
            if (running != null) running.close();
            ready = null;
            running = null;
        }
    }

    static String withFolder(String part, Path folder) {
        return part.replace(Engine.FOLDER, folder.toString());
    }
}
