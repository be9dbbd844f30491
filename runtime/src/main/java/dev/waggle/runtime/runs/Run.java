package dev.waggle.runtime.runs;

import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.protocol.MemoryUse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One run, through all its starts. Whoever reads or changes it holds the lock of its {@link RunTable}. */
final class Run {
    final RunId id;
    final Plan plan;
    final FailureHistory history;

    /** The turns of the requests that wait, the oldest first. */
    final TreeSet<Long> waiting = new TreeSet<>();

    String label;
    boolean explicit;
    RunState state = new RunState.Starting();

    /** Which start this is, from 1. */
    int start;

    /** Its place among all turns: what came later does not go before it. */
    long turn;

    /** Whether it is one of the most runs there may be. */
    boolean admitted;

    /** Whether its start found no room in time. */
    boolean foundNoRoom;

    /** Whether somebody stopped it. */
    boolean stopped;

    /** Whether this start came as far as a loaded model. */
    boolean wasReady;

    /** The runs whose end would make room for it, while it waits for that. */
    @Nullable
    Predicate<Run> wanted;

    @Nullable
    Thread starter;

    @Nullable
    Worker worker;

    long lastUsedNanos;
    int engineErrors;

    private Instant startedAt = Instant.now();
    private Instant lastUsedAt = startedAt;
    private long answers;

    Run(RunId id, Plan plan, String label, RunLimits limits) {
        this.id = id;
        this.plan = plan;
        this.label = label;
        this.history = new FailureHistory(limits);
    }

    void begin(long newTurn, long nowNanos) {
        start++;
        turn = newTurn;
        state = new RunState.Starting();
        admitted = false;
        foundNoRoom = false;
        stopped = false;
        wasReady = false;
        engineErrors = 0;
        worker = null;
        startedAt = Instant.now();
        used(nowNanos);
    }

    void ready(Worker loaded, long nowNanos) {
        worker = loaded;
        wasReady = true;
        state = new RunState.Ready();
        used(nowNanos);
    }

    void used(long nowNanos) {
        lastUsedNanos = nowNanos;
        lastUsedAt = Instant.now();
    }

    void answered() {
        answers++;
        engineErrors = 0;
        history.succeeded();
    }

    /** It is over by a failure; one that is nobody's fault is not held against the plan. */
    void failed(WorkerFailure failure, long nowNanos) {
        boolean counts = !foundNoRoom
                && !(failure instanceof WorkerFailure.Closed)
                && !(failure instanceof WorkerFailure.NoLongerFits);
        if (counts) {
            history.failed(nowNanos);
        }
        admitted = false;
        wanted = null;
        state = new RunState.Failed(failure, history.retry(nowNanos));
    }

    void ended(String reason) {
        admitted = false;
        wanted = null;
        state = new RunState.Ended(reason);
    }

    boolean isIdle() {
        return state instanceof RunState.Ready;
    }

    boolean isStarting() {
        return state instanceof RunState.Starting || state instanceof RunState.Loading;
    }

    /** Whether its end would free some of this memory, as far as anybody knows. */
    boolean holds(String memory) {
        Worker loaded = worker;
        List<MemoryUse> known = loaded == null ? plan.estimate() : loaded.memory();
        return known.isEmpty() || known.stream().anyMatch(use -> use.device().equals(memory) && use.totalBytes() > 0);
    }

    RunSnapshot snapshot(long nowNanos) {
        RunState now = state instanceof RunState.Failed failed
                ? new RunState.Failed(failed.failure(), history.retry(nowNanos))
                : state;
        return new RunSnapshot(
                id,
                label,
                plan,
                explicit,
                now,
                startedAt,
                lastUsedAt,
                answers,
                waiting.size(),
                start - 1,
                Optional.ofNullable(worker).map(Run::snapshot));
    }

    private static RunWorker snapshot(Worker worker) {
        return new RunWorker(
                worker.pid(),
                worker.servingPid(),
                worker.contextTokens(),
                worker.loadMillis(),
                worker.memory(),
                worker.opinion(),
                worker.peakResidentBytes());
    }
}
