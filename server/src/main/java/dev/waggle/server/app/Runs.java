package dev.waggle.server.app;

import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Opening;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.protocol.GenerationRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The started worker, kept for the next question: one at a time, generating one answer at a time. A question for
 * another model ends it and starts another; after {@link #IDLE} without a question it is ended.
 */
public final class Runs implements AutoCloseable {
    /** How long a worker is kept without being asked. */
    public static final Duration IDLE = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Workers workers;
    private final Semaphore turn = new Semaphore(1, true);
    private final Thread sweeper = new Thread(this::sweep, "idle workers");
    private volatile @Nullable Worker worker;
    private volatile long lastUsedNanos = System.nanoTime();
    private volatile boolean closed;

    /** Starts nothing yet. */
    public Runs(Workers workers) {
        this.workers = workers;
        sweeper.setDaemon(true);
        sweeper.start();
    }

    /** What came of a question. */
    public sealed interface Run {
        /** The worker was asked. */
        record Asked(Worker worker, Ended ended) implements Run {}

        /** The worker could not be started. */
        record NotStarted(WorkerFailure failure) implements Run {}

        /** Another answer kept the worker busy for too long. */
        record Overloaded() implements Run {}
    }

    /** Lets the answer that is being generated be cancelled, from any thread. */
    public static final class Cancel {
        private @Nullable Worker worker;
        private boolean cancelled;

        /** Cancels, now or as soon as it starts. */
        public synchronized void cancel() {
            cancelled = true;
            if (worker != null) worker.cancel();
        }

        private synchronized boolean attach(Worker running) {
            worker = running;
            return cancelled;
        }

        private synchronized void detach() {
            worker = null;
        }

        private synchronized boolean isCancelled() {
            return cancelled;
        }
    }

    /**
     * Generates one answer: waits for its turn, starts the worker where needed, and passes every piece on.
     *
     * @param plan what to start
     * @param onText hears each piece, in order
     * @param cancel ends it early
     */
    public Run generate(Plan plan, GenerationRequest request, Consumer<String> onText, Cancel cancel) {
        try {
            if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) return new Run.Overloaded();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Run.Overloaded();
        }
        try {
            return withWorker(
                    plan,
                    (running, failure) -> running == null
                            ? new Run.NotStarted(
                                    failure == null ? new WorkerFailure.Closed("the service is stopping") : failure)
                            : new Run.Asked(running, generate(running, request, onText, cancel)));
        } finally {
            lastUsedNanos = System.nanoTime();
            turn.release();
        }
    }

    private static Ended generate(Worker running, GenerationRequest request, Consumer<String> onText, Cancel cancel) {
        boolean already = cancel.attach(running);
        try {
            Consumer<String> guarded = text -> {
                if (cancel.isCancelled()) running.cancel();
                else onText.accept(text);
            };
            return already ? new Ended.CancelledWithWorker() : running.generate(request, guarded);
        } finally {
            cancel.detach();
        }
    }

    private Run withWorker(Plan plan, BiFunction<@Nullable Worker, @Nullable WorkerFailure, Run> use) {
        Worker running = worker;
        if (running != null && running.failure().isEmpty() && running.plan().equals(plan))
            return use.apply(running, null);
        end();
        if (closed) return use.apply(null, null);
        Opening opening = workers.open(plan, fraction -> {});
        if (opening instanceof Opening.Failed failed) return use.apply(null, failed.failure());
        Worker started = ((Opening.Ready) opening).worker();
        worker = started;
        if (closed) end();
        return use.apply(started, null);
    }

    /** The worker that is loaded now. */
    public Optional<Worker> loaded() {
        Worker running = worker;
        return running == null || running.failure().isPresent() ? Optional.empty() : Optional.of(running);
    }

    private void end() {
        Worker running = worker;
        worker = null;
        if (running != null) running.close();
    }

    private void sweep() {
        while (!closed) {
            try {
                TimeUnit.SECONDS.sleep(5);
            } catch (InterruptedException e) {
                return;
            }
            boolean idle = System.nanoTime() - lastUsedNanos > IDLE.toNanos();
            if (idle && turn.tryAcquire()) {
                try {
                    end();
                } finally {
                    turn.release();
                }
            }
        }
    }

    /** Ends the worker; an answer being generated fails. */
    @Override
    public void close() {
        closed = true;
        sweeper.interrupt();
        end();
    }
}
