package dev.waggle.runtime;

import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.MemoryUse;
import dev.waggle.runtime.protocol.ProtocolException;
import dev.waggle.runtime.protocol.ToWorker;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A started worker: one process with one model, generating one answer at a time. */
public final class Worker implements AutoCloseable {
    private final Plan plan;
    private final Child child;
    private final FromWorker.Ready ready;
    private final List<MemoryUse> measured;
    private final Deadlines deadlines;
    private final Object lock = new Object();
    private long lastId;
    private @Nullable Generation running;

    /**
     * A worker that is ready.
     *
     * @param measured what the model takes by the engine's count; empty = it can't tell
     */
    Worker(Plan plan, Child child, FromWorker.Ready ready, List<MemoryUse> measured, Deadlines deadlines) {
        this.plan = plan;
        this.child = child;
        this.ready = ready;
        this.measured = measured;
        this.deadlines = deadlines;
    }

    /** What was started. */
    public Plan plan() {
        return plan;
    }

    /** The process that speaks with us. */
    public long pid() {
        return child.pid();
    }

    /** The process that holds the model: the same, or one that it started. */
    public long servingPid() {
        return child.servingPid();
    }

    /** Tokens of prompt and answer together, as the engine gave them. */
    public int contextTokens() {
        return ready.contextTokens();
    }

    /** How long the model took to load. */
    public long loadMillis() {
        return ready.loadMillis();
    }

    /** What the model takes of each memory, by the engine's own count now that it is loaded; empty = unknown. */
    public List<MemoryUse> memory() {
        return ready.memory();
    }

    /** The plan's estimate beside what the engine counts itself; empty where it counts nothing. */
    public Optional<SecondOpinion> opinion() {
        return measured.isEmpty() ? Optional.empty() : Optional.of(new SecondOpinion(plan.estimate(), measured));
    }

    /**
     * The most memory its processes have had so far, file pages of the model included: of the child and of the serving
     * process together, where they are two. Known after their end as last seen, at most half a second before. Empty where
     * the system can't tell.
     */
    public OptionalLong peakResidentBytes() {
        child.samplePeak();
        return child.peakBytes();
    }

    /** The last of what its processes wrote to standard error, at most 16 KiB: for the person who runs it. */
    public String log() {
        return child.log();
    }

    /** Hears once that it is gone, and why: on a thread of its own, at once where it already is. It must not wait. */
    public void whenGone(Consumer<WorkerFailure> heard) {
        child.whenGone(heard);
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
        return generate(request, onText, new Cancel());
    }

    /**
     * The same.
     *
     * @param cancel ends this answer, and no other, early
     */
    public Ended generate(GenerationRequest request, Consumer<String> onText, Cancel cancel) {
        Generation.Parts parts = part -> {
            if (part instanceof FromWorker.Token token && !token.text().isEmpty()) {
                onText.accept(token.text());
            }
            return part instanceof FromWorker.Token;
        };
        return ask(id -> new ToWorker.Generate(id, request), parts, cancel);
    }

    /**
     * Turns texts into embeddings and waits for the last, supervised as an answer is.
     *
     * @param inputs at least one text
     * @param onEmbedding hears each text's, once, on this thread; what it throws cancels and is thrown on
     * @param cancel ends this request, and no other, early
     */
    public Ended embed(List<String> inputs, EmbeddingListener onEmbedding, Cancel cancel) {
        BitSet missing = new BitSet();
        missing.set(0, inputs.size());
        Ended ended = ask(
                id -> new ToWorker.Embed(id, inputs),
                part -> part instanceof FromWorker.Embedding embedding && heard(embedding, missing, onEmbedding),
                cancel);
        return ended instanceof Ended.Finished && !missing.isEmpty()
                ? new Ended.Failed(child.kill(
                        new WorkerFailure.ProtocolBroken(
                                "it left out the embeddings of " + missing.cardinality() + " texts", child.log()),
                        Duration.ZERO))
                : ended;
    }

    private static boolean heard(FromWorker.Embedding embedding, BitSet missing, EmbeddingListener onEmbedding) {
        if (embedding.index() < 0 || !missing.get(embedding.index())) {
            return false;
        }
        missing.clear(embedding.index());
        float[] values = new float[embedding.values().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = embedding.values().get(i);
        }
        onEmbedding.embedded(embedding.index(), values);
        return true;
    }

    private Ended ask(LongFunction<ToWorker> request, Generation.Parts parts, Cancel cancel) {
        Generation generation;
        synchronized (lock) {
            if (running != null) {
                return new Ended.Refused("busy", "The worker is generating another answer.", Map.of());
            }
            generation = new Generation(++lastId, child, deadlines, parts);
            try {
                child.send(request.apply(generation.id()));
            } catch (ProtocolException e) {
                return new Ended.Refused("request-too-large", "The request is larger than a message may be.", Map.of());
            } catch (IOException e) {
                throw new IllegalStateException("a request could not be written as JSON", e);
            }
            running = generation;
        }
        try {
            cancel.whenCancelled(generation::cancel);
            return generation.await();
        } finally {
            child.samplePeak();
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
