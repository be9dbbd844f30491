package dev.waggle.runtime.runs;

import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.runs.RunTable.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ends runs: the ones that somebody stops, that are idle for long, or whose room is needed. */
final class RunEnder {
    static final String STOPPED = "it was stopped";

    private final RunTable table;

    RunEnder(RunTable table) {
        this.table = table;
    }

    /** Ends a run that is ready or busy, and gives the lock back while it waits for the process. */
    void end(Run run, Held held, String reason) {
        Worker worker = run.worker;
        run.state = new RunState.Stopping();
        table.changed();
        held.close();
        if (worker != null) {
            worker.close();
        }
        try (Held again = table.lock()) {
            run.ended(reason);
            table.changed();
        }
    }

    /** Ends a worker whose engine gives up on everything, without waiting for it; the lock is held. */
    void endBroken(Run run, Worker worker) {
        run.state = new RunState.Stopping();
        table.changed();
        WorkerFailure failure = new WorkerFailure.EngineGaveUp(run.engineErrors, worker.log());
        Thread thread = new Thread(
                () -> {
                    worker.close();
                    try (Held held = table.lock()) {
                        run.failed(failure, table.now());
                        table.changed();
                    }
                },
                run.id + "-end");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends it and waits for that; false where nothing of it was left. */
    boolean stop(Run run) {
        Held held = table.lock();
        if (run.state instanceof RunState.Ended) {
            held.close();
            return false;
        }
        run.stopped = true;
        if (run.state instanceof RunState.Failed) {
            run.ended(STOPPED);
            table.changed();
            held.close();
        } else if (run.state instanceof RunState.Ready || run.state instanceof RunState.Busy) {
            end(run, held, STOPPED);
        } else {
            Thread starter = run.starter;
            if (starter != null && run.isStarting()) {
                starter.interrupt();
            }
            awaitEnd(run);
            held.close();
        }
        return true;
    }

    private void awaitEnd(Run run) {
        boolean interrupted = false;
        while (!run.state.isOver()) {
            try {
                table.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends runs that requests started and nobody has asked for long. */
    void endIdle() {
        for (Optional<Run> idle = oneIdle(); idle.isPresent(); idle = oneIdle()) {
            Held held = table.lock();
            if (isIdle(idle.get())) {
                end(
                        idle.get(),
                        held,
                        "nobody asked it for " + table.limits().idle().toSeconds() + " s");
            } else {
                held.close();
            }
        }
    }

    private Optional<Run> oneIdle() {
        try (Held held = table.lock()) {
            return table.all().stream().filter(this::isIdle).findFirst();
        }
    }

    private boolean isIdle(Run run) {
        return run.isIdle()
                && !run.explicit
                && run.waiting.isEmpty()
                && table.now() - run.lastUsedNanos > table.limits().idle().toNanos();
    }

    /** Ends all at once and waits for that. */
    void endAll() {
        List<Run> left;
        try (Held held = table.lock()) {
            left = List.copyOf(table.all());
        }
        List<Thread> threads = new ArrayList<>();
        for (Run run : left) {
            Thread thread = new Thread(() -> stop(run), run.id + "-end");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            join(thread);
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
