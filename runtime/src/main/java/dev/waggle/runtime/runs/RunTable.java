package dev.waggle.runtime.runs;

import dev.waggle.runtime.Plan;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All runs and the lock that guards them. Every method but {@link #lock} is called with the lock held. */
final class RunTable {
    private static final int MOST_FINISHED = 20;
    private static final long GLANCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RunLimits limits;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<RunId, Run> runs = new LinkedHashMap<>();
    private long lastId;
    private long lastTurn;
    private boolean closed;

    /**
     * An empty one.
     *
     * @param clock nanoseconds that only grow
     */
    RunTable(RunLimits limits, LongSupplier clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Released by closing. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes the lock. */
    Held lock() {
        lock.lock();
        return lock::unlock;
    }

    RunLimits limits() {
        return limits;
    }

    long now() {
        return clock.getAsLong();
    }

    /** Whether a moment of this clock has come; the clock may pass the largest number. */
    boolean isPast(long nanos) {
        return now() - nanos >= 0;
    }

    /** The next place in the order of all that waits. */
    long nextTurn() {
        return ++lastTurn;
    }

    /** Wakes whoever waits in {@link #await}. */
    void changed() {
        changed.signalAll();
    }

    /** Waits for a change, or for a moment: whoever calls looks again. */
    @SuppressWarnings("WaitNotInLoop")
    void await() throws InterruptedException {
        long unused = changed.awaitNanos(GLANCE_NANOS);
    }

    boolean isClosed() {
        return closed;
    }

    void markClosed() {
        closed = true;
        changed();
    }

    Collection<Run> all() {
        return runs.values();
    }

    @Nullable
    Run find(RunId id) {
        return runs.get(id);
    }

    /** The newest run of this plan that is not ended. */
    Optional<Run> newest(Plan plan) {
        return runs.values().stream()
                .filter(run -> run.plan.equals(plan) && !(run.state instanceof RunState.Ended))
                .reduce((older, newer) -> newer);
    }

    Run add(Plan plan, String label) {
        List<RunId> finished = runs.values().stream()
                .filter(run -> run.state.isOver())
                .sorted(Comparator.comparingLong(run -> run.turn))
                .map(run -> run.id)
                .toList();
        finished.subList(0, Math.max(0, finished.size() - MOST_FINISHED)).forEach(runs::remove);
        Run run = new Run(RunId.of(++lastId), plan, label, limits);
        runs.put(run.id, run);
        return run;
    }

    /** Whether one more may be admitted, and this one is the next to be. */
    boolean hasRoomFor(Run run) {
        long admitted = runs.values().stream().filter(each -> each.admitted).count();
        return admitted < limits.mostRuns()
                && runs.values().stream()
                        .noneMatch(each -> each.wanted != null && !each.admitted && each.turn < run.turn);
    }

    /** Whether an older start waits for the end of this run. */
    boolean isWantedBefore(Run run, long turn) {
        return runs.values().stream()
                .anyMatch(each -> each.turn < turn && each.wanted != null && each.wanted.test(run));
    }

    /** The run whose end costs least among those that this one wants and nobody came for before it. */
    Optional<Run> victim(Run run) {
        return runs.values().stream()
                .filter(each -> each.isIdle() && run.wanted != null && run.wanted.test(each))
                .filter(each -> each.waiting.isEmpty() || each.waiting.first() > run.turn)
                .min(Comparator.comparing((Run each) -> each.explicit).thenComparingLong(each -> each.lastUsedNanos));
    }
}
