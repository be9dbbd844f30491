package dev.waggle.runtime;

import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.ProtocolException;
import dev.waggle.runtime.protocol.ToWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A started worker: one process with one model, generating one answer at a time. */
public final class Worker implements AutoCloseable {
    private static final String PEAK = "VmHWM:";

    private final Plan plan;
    private final Child child;
    private final FromWorker.Ready ready;
    private final Deadlines deadlines;
    private final Object lock = new Object();
    private long lastId;
    private @Nullable Generation running;

    Worker(Plan plan, Child child, FromWorker.Ready ready, Deadlines deadlines) {
        this.plan = plan;
        this.child = child;
        this.ready = ready;
        this.deadlines = deadlines;
    }

    /** What was started. */
    public Plan plan() {
        return plan;
    }

    /** The process. */
    public long pid() {
        return child.pid();
    }

    /** Tokens of prompt and answer together, as the engine gave them. */
    public int contextTokens() {
        return ready.contextTokens();
    }

    /** How long the model took to load. */
    public long loadMillis() {
        return ready.loadMillis();
    }

    /** The most memory the process has had so far, file pages of the model included; empty where the system can't tell. */
    public OptionalLong peakResidentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                    .filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.substring(PEAK.length())
                                    .replace("kB", "")
                                    .strip())
                            * 1024)
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Why the worker is gone; empty while it lives. */
    public Optional<WorkerFailure> failure() {
        return Optional.ofNullable(child.failure());
    }

    /**
     * Generates one answer and waits for its end. Does not throw for anything the worker does. An interrupt cancels, and is
     * kept.
     *
     * @param onText hears every piece of the answer, in order, on this thread; what it throws cancels and is thrown on
     */
    public Ended generate(GenerationRequest request, Consumer<String> onText) {
        Generation generation;
        synchronized (lock) {
            if (running != null) {
                return new Ended.Refused("busy", "The worker is generating another answer.", Map.of());
            }
            generation = new Generation(++lastId, child, deadlines, onText);
            try {
                child.send(new ToWorker.Generate(generation.id(), request));
            } catch (ProtocolException e) {
                return new Ended.Refused("request-too-large", "The request is larger than a message may be.", Map.of());
            } catch (IOException e) {
                throw new IllegalStateException("a request could not be written as JSON", e);
            }
            running = generation;
        }
        try {
            return generation.await();
        } finally {
            synchronized (lock) {
                running = null;
            }
        }
    }

    /** Cancels the answer that is being generated, from any thread; false when there is none. */
    public boolean cancel() {
        synchronized (lock) {
            if (running == null) {
                return false;
            }
            running.cancel();
            return true;
        }
    }

    /** Ends the worker and waits until its process is gone; an answer being generated fails. */
    @Override
    public void close() {
        child.close(new WorkerFailure.Closed("its owner closed it"), deadlines.closeGrace());
    }
}
