package dev.waggle.runtime.runs;

import dev.waggle.runtime.Cancel;
import dev.waggle.runtime.EmbeddingListener;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.runs.RunTable.Held;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The runs of an agent: one a plan, several at once, each answering one request at a time and the others in the order they
 * came.
 *
 * <p>A request starts what it needs. Where there are as many runs as there may be, or too little memory is left, the idle
 * run that was used least recently is ended for it, one that somebody started only after those that requests did. What
 * failed is started again by the next request, but not at once, and not for ever (see {@link RunLimits}).
 */
public final class Runs implements AutoCloseable {
    private static final int LOOK_SECONDS = 1;

    private final RunTable table;
    private final RunEnder ender;
    private final RunStarter starter;
    private final RunQueue queue;
    private final Thread sweeper = new Thread(this::sweep, "idle runs");

    /** Starts nothing yet. */
    public Runs(Workers workers, RunLimits limits) {
        this(workers, limits, System::nanoTime);
    }

    /**
     * The same, with another clock.
     *
     * @param clock nanoseconds that only grow
     */
    Runs(Workers workers, RunLimits limits, LongSupplier clock) {
        table = new RunTable(limits, clock);
        ender = new RunEnder(table);
        starter = new RunStarter(table, workers, ender);
        queue = new RunQueue(table, starter, ender);
        sweeper.setDaemon(true);
        sweeper.start();
    }

    /**
     * Starts a run, or takes the one that already runs this plan, and returns at once. What failed before is forgotten.
     *
     * @param label a name for people
     * @throws IllegalStateException after {@link #close}
     */
    public RunId start(Plan plan, String label) {
        try (Held held = table.lock()) {
            if (table.isClosed()) {
                throw new IllegalStateException("the service is stopping: nothing is started any more");
            }
            Run run = table.newest(plan)
                    .filter(known -> !(known.state instanceof RunState.Stopping))
                    .orElse(null);
            if (run == null) {
                run = table.add(plan, label);
                starter.begin(run);
            } else if (run.state instanceof RunState.Failed) {
                run.history.forget();
                starter.begin(run);
            }
            run.label = label;
            run.explicit = true;
            return run.id;
        }
    }

    /**
     * Waits until a run is ready or over.
     *
     * @param patience how long at most
     * @return the run then, or as it is when the time is over; empty where there is no such run
     */
    public Optional<RunSnapshot> awaitReady(RunId id, Duration patience) throws InterruptedException {
        try (Held held = table.lock()) {
            Run run = table.find(id);
            if (run == null) {
                return Optional.empty();
            }
            long deadline = table.now() + patience.toNanos();
            while (run.isStarting() && !table.isPast(deadline)) {
                table.await();
            }
            return Optional.of(run.snapshot(table.now()));
        }
    }

    /** The runs that live, and the latest that failed, in the order they were first started. */
    public List<RunSnapshot> runs() {
        try (Held held = table.lock()) {
            return table.all().stream()
                    .filter(run -> !(run.state instanceof RunState.Ended))
                    .map(run -> run.snapshot(table.now()))
                    .toList();
        }
    }

    /** The runs that start, are ready or answer now, in the order they were first started. Costs microseconds. */
    public List<LiveRun> live() {
        try (Held held = table.lock()) {
            return table.all().stream()
                    .filter(run -> run.state.isLive())
                    .map(run -> new LiveRun(run.id, run.plan, run.explicit))
                    .toList();
        }
    }

    /** That run, also when it was ended not long ago; empty where there is none. */
    public Optional<RunSnapshot> run(RunId id) {
        try (Held held = table.lock()) {
            return Optional.ofNullable(table.find(id)).map(run -> run.snapshot(table.now()));
        }
    }

    /**
     * Ends a run and waits until its process is gone; an answer being generated fails. A run that failed is forgotten.
     *
     * @return false where no such run lives or failed
     */
    public boolean stop(RunId id) {
        Run run;
        try (Held held = table.lock()) {
            run = table.find(id);
        }
        return run != null && ender.stop(run);
    }

    /**
     * Generates one answer: waits for its turn, starts a worker where none runs the plan, and passes every piece on.
     *
     * @param onText hears each piece, in order, on this thread; what it throws cancels and is thrown on
     * @param cancel ends it early, also while it waits
     */
    public RunAnswer generate(Plan plan, GenerationRequest request, Consumer<String> onText, Cancel cancel) {
        return ask(plan, worker -> worker.generate(request, onText, cancel), cancel);
    }

    /**
     * Turns texts into embeddings, in the same way.
     *
     * @param inputs at least one text
     * @param onEmbedding hears each, on this thread; what it throws cancels and is thrown on
     * @param cancel ends it early, also while it waits
     */
    public RunAnswer embed(Plan plan, List<String> inputs, EmbeddingListener onEmbedding, Cancel cancel) {
        return ask(plan, worker -> worker.embed(inputs, onEmbedding, cancel), cancel);
    }

    private RunAnswer ask(Plan plan, Function<Worker, Ended> question, Cancel cancel) {
        RunQueue.Turn turn = queue.await(plan, cancel);
        if (turn instanceof RunQueue.Turn.None none) {
            return none.answer();
        }
        RunQueue.Turn.Mine mine = (RunQueue.Turn.Mine) turn;
        Ended ended = null;
        try {
            ended = question.apply(mine.worker());
        } finally {
            queue.release(mine, ended);
        }
        try (Held held = table.lock()) {
            return new RunAnswer.Asked(mine.run().snapshot(table.now()), ended);
        }
    }

    /** Ends what is idle for too long, and lets whoever waits look at the clock. */
    void tick() {
        ender.endIdle();
        try (Held held = table.lock()) {
            table.changed();
        }
    }

    private void sweep() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                TimeUnit.SECONDS.sleep(LOOK_SECONDS);
            } catch (InterruptedException e) {
                return;
            }
            tick();
        }
    }

    /** Ends all runs at once; answers being generated fail. */
    @Override
    public void close() {
        close(Duration.ZERO);
    }

    /**
     * Ends all runs: new and waiting requests are refused at once, answers being generated may still complete.
     *
     * @param grace how long they may take; then they fail
     */
    public void close(Duration grace) {
        sweeper.interrupt();
        try (Held held = table.lock()) {
            table.markClosed();
            long deadline = table.now() + grace.toNanos();
            while (!table.isPast(deadline)
                    && table.all().stream().anyMatch(run -> run.state instanceof RunState.Busy)) {
                table.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ender.endAll();
    }
}
