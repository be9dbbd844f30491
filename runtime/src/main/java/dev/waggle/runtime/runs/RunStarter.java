package dev.waggle.runtime.runs;

import dev.waggle.runtime.Opening;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.runs.RunTable.Held;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Starts runs, each on a thread of its own, and makes room for them by ending idle ones. */
final class RunStarter {
    private final RunTable table;
    private final Workers workers;
    private final RunEnder ender;

    RunStarter(RunTable table, Workers workers, RunEnder ender) {
        this.table = table;
        this.workers = workers;
        this.ender = ender;
    }

    /** Begins a start; the lock is held. */
    void begin(Run run) {
        run.begin(table.nextTurn(), table.now());
        int start = run.start;
        Thread thread = new Thread(() -> start(run, start), run.id + "-start");
        thread.setDaemon(true);
        run.starter = thread;
        thread.start();
        table.changed();
    }

    private void start(Run run, int start) {
        try {
            if (awaitRoom(run)) {
                finish(run, open(run));
            } else {
                withoutRoom(run);
            }
        } catch (InterruptedException e) {
            over(run, new WorkerFailure.Closed("its start was interrupted"));
        } catch (RuntimeException e) {
            over(run, new WorkerFailure.CouldNotStart(e.toString()));
            throw e;
        } finally {
            try (Held held = table.lock()) {
                if (run.start == start) {
                    run.starter = null;
                }
            }
        }
    }

    private Opening open(Run run) throws InterruptedException {
        Opening opening = workers.open(run.plan, fraction -> loading(run, fraction));
        while (opening instanceof Opening.Failed failed
                && failed.failure() instanceof WorkerFailure.NoLongerFits tooLarge
                && freed(run, tooLarge.memory())) {
            opening = workers.open(run.plan, fraction -> loading(run, fraction));
        }
        return opening;
    }

    private void loading(Run run, OptionalDouble fraction) {
        try (Held held = table.lock()) {
            if (run.isStarting()) {
                run.state = new RunState.Loading(fraction);
                table.changed();
            }
        }
    }

    /** Waits until it is one of the most runs there may be; false when that took too long. */
    private boolean awaitRoom(Run run) throws InterruptedException {
        return await(run, other -> other.admitted && other != run, false);
    }

    /** Ends one idle run that holds this memory, waiting for one to be idle; false when there is none in time. */
    private boolean freed(Run run, String memory) throws InterruptedException {
        return await(run, other -> other.admitted && other != run && other.holds(memory), true);
    }

    private boolean await(Run run, Predicate<Run> wanted, boolean memory) throws InterruptedException {
        Held held = table.lock();
        try {
            run.wanted = wanted;
            long deadline = (memory ? table.now() : run.lastUsedNanos)
                    + table.limits().patience().toNanos();
            while (!table.isClosed() && !run.stopped && !table.isPast(deadline)) {
                if (!memory && table.hasRoomFor(run)) {
                    run.admitted = true;
                    return true;
                }
                Optional<Run> victim = table.victim(run);
                if (victim.isPresent()) {
                    ender.end(victim.get(), held, "its room was needed for " + run.id);
                    held = table.lock();
                    if (memory) {
                        return true;
                    }
                } else if (memory && table.all().stream().noneMatch(wanted)) {
                    return false;
                } else {
                    table.await();
                }
            }
            return false;
        } finally {
            run.wanted = null;
            table.changed();
            held.close();
        }
    }

    private void finish(Run run, Opening opening) {
        if (opening instanceof Opening.Failed failed) {
            over(run, failed.failure());
            return;
        }
        Worker worker = ((Opening.Ready) opening).worker();
        boolean wanted;
        try (Held held = table.lock()) {
            wanted = !table.isClosed() && !run.stopped;
            if (wanted) {
                run.ready(worker, table.now());
                table.changed();
            }
        }
        if (wanted) {
            worker.whenGone(failure -> died(run, worker, failure));
        } else {
            worker.close();
            over(run, new WorkerFailure.Closed("it was stopped while it started"));
        }
    }

    private void over(Run run, WorkerFailure failure) {
        try (Held held = table.lock()) {
            if (table.isClosed() || run.stopped) {
                run.ended(RunEnder.STOPPED);
            } else if (run.foundNoRoom && !run.explicit) {
                run.ended("there was no room for it");
            } else {
                run.failed(failure, table.now());
            }
            table.changed();
        }
    }

    private void withoutRoom(Run run) {
        RunLimits limits = table.limits();
        try (Held held = table.lock()) {
            run.foundNoRoom = true;
        }
        over(
                run,
                new WorkerFailure.CouldNotStart("each of the " + limits.mostRuns()
                        + " workers there may be was busy for "
                        + limits.patience().toSeconds()
                        + " s. Stop one, or allow more."));
    }

    /** A worker that is gone without anybody having ended it. */
    void died(Run run, Worker worker, WorkerFailure failure) {
        try (Held held = table.lock()) {
            boolean alive = run.state instanceof RunState.Ready || run.state instanceof RunState.Busy;
            if (alive && worker.equals(run.worker)) {
                run.failed(failure, table.now());
                table.changed();
            }
        }
    }
}
