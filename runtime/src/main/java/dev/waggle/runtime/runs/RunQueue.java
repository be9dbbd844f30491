package dev.waggle.runtime.runs;

import dev.waggle.runtime.Cancel;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.runs.RunTable.Held;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Gives requests their turn: of each run one at a time, in the order they came. */
final class RunQueue {
    private static final String ENGINE_ERROR = "engine-error";
    private static final int MOST_ENGINE_ERRORS = 2;

    private final RunTable table;
    private final RunStarter starter;
    private final RunEnder ender;

    RunQueue(RunTable table, RunStarter starter, RunEnder ender) {
        this.table = table;
        this.starter = starter;
        this.ender = ender;
    }

    /** What came of waiting. */
    sealed interface Turn {
        /** This worker is asked now, and by nobody else until it is released. */
        record Mine(Run run, Worker worker) implements Turn {}

        /** It never came. */
        record None(RunAnswer answer) implements Turn {}
    }

    Turn await(Plan plan, Cancel cancel) {
        cancel.whenCancelled(() -> {
            try (Held held = table.lock()) {
                table.changed();
            }
        });
        try (Held held = table.lock()) {
            return new Request(plan, cancel).await();
        }
    }

    /**
     * Gives a turn back.
     *
     * @param ended how the answer ended; null = whoever listened threw
     */
    void release(Turn.Mine turn, @Nullable Ended ended) {
        Run run = turn.run();
        try (Held held = table.lock()) {
            run.used(table.now());
            if (ended instanceof Ended.Finished) {
                run.answered();
            }
            if (ended instanceof Ended.Refused refused && refused.code().equals(ENGINE_ERROR)) {
                run.engineErrors++;
            }
            WorkerFailure failure = turn.worker().failure().orElse(null);
            if (failure != null) {
                starter.died(run, turn.worker(), failure);
            } else if (run.state instanceof RunState.Busy && run.engineErrors >= MOST_ENGINE_ERRORS) {
                ender.endBroken(run, turn.worker());
            } else if (run.state instanceof RunState.Busy) {
                run.state = new RunState.Ready();
            }
            table.changed();
        }
    }

    /** One request that waits; the lock is held all the while. */
    private final class Request {
        private final Plan plan;
        private final Cancel cancel;
        private final long turn = table.nextTurn();
        private final long cameNanos = table.now();
        private long deadlineNanos = cameNanos + table.limits().patience().toNanos();
        private @Nullable Run run;
        private int start;

        Request(Plan plan, Cancel cancel) {
            this.plan = plan;
            this.cancel = cancel;
        }

        Turn await() {
            try {
                Turn outcome = look();
                while (outcome == null) {
                    table.await();
                    outcome = look();
                }
                return outcome;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Turn.None(new RunAnswer.CancelledWaiting());
            } finally {
                leave();
            }
        }

        private void leave() {
            if (run != null) {
                run.waiting.remove(turn);
                table.changed();
            }
        }

        /** What can be said now; null = wait. */
        private @Nullable Turn look() {
            if (cancel.isCancelled()) {
                return new Turn.None(new RunAnswer.CancelledWaiting());
            }
            if (table.isClosed()) {
                return notStarted(new WorkerFailure.Closed("the service is stopping"));
            }
            Run mine = run;
            if (mine != null && mine.stopped) {
                return notStarted(new WorkerFailure.Closed("somebody stopped it"));
            }
            if (mine != null && mine.start == start && mine.foundNoRoom) {
                return overloaded();
            }
            Run now = table.newest(plan).orElseGet(this::added);
            if (now.state instanceof RunState.Failed failed) {
                Retry retry = now.history.retry(table.now());
                boolean again =
                        retry instanceof Retry.After after && after.delay().isZero();
                if (!again || (now == mine && now.start == start && !now.wasReady)) {
                    return new Turn.None(new RunAnswer.NotStarted(failed.failure(), retry));
                }
                starter.begin(now);
            }
            join(now);
            return turn(now);
        }

        private Run added() {
            Run added = table.add(plan, String.valueOf(plan.modelFile().getFileName()));
            starter.begin(added);
            return added;
        }

        private void join(Run now) {
            if (run != null && run != now) {
                run.waiting.remove(turn);
            }
            run = now;
            start = now.start;
            now.waiting.add(turn);
        }

        private @Nullable Turn turn(Run now) {
            Worker worker = now.worker;
            if (now.isIdle() && worker != null && now.waiting.first() == turn && !table.isWantedBefore(now, turn)) {
                now.state = new RunState.Busy();
                return new Turn.Mine(now, worker);
            }
            if (now.isStarting() && now.admitted) {
                deadlineNanos = table.now() + table.limits().patience().toNanos();
            }
            return table.isPast(deadlineNanos) ? overloaded() : null;
        }

        private Turn notStarted(WorkerFailure failure) {
            return new Turn.None(new RunAnswer.NotStarted(failure, new Retry.After(Duration.ZERO)));
        }

        private Turn overloaded() {
            return new Turn.None(new RunAnswer.Overloaded(Duration.ofNanos(table.now() - cameNanos)));
        }
    }
}
