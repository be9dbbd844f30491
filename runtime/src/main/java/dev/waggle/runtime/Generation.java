package dev.waggle.runtime;

import dev.waggle.runtime.Child.Event;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.ToWorker;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One answer on its way: waits for its messages, and for their absence. */
final class Generation {
    /** Who hears what the answer is made of. */
    interface Parts {
        /** Takes a part; false when it is none that belongs here. */
        boolean take(FromWorker.OfGeneration part);
    }

    private final long id;
    private final Child child;
    private final Deadlines deadlines;
    private final Parts parts;
    private volatile long cancelledNanos;
    private volatile boolean cancelled;
    private int late;
    private @Nullable RuntimeException thrown;

    Generation(long id, Child child, Deadlines deadlines, Parts parts) {
        this.id = id;
        this.child = child;
        this.deadlines = deadlines;
        this.parts = parts;
    }

    long id() {
        return id;
    }

    synchronized void cancel() {
        if (!cancelled) {
            cancelledNanos = System.nanoTime();
            cancelled = true;
            try {
                child.send(new ToWorker.Cancel(id));
            } catch (IOException e) {
                throw new IllegalStateException("a cancel could not be written as JSON", e);
            }
            child.knock();
        }
    }

    /** The end of it. */
    Ended await() {
        boolean interrupted = false;
        Ended ended = null;
        while (ended == null) {
            try {
                ended = step();
            } catch (InterruptedException e) {
                interrupted = true;
                cancel();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thrown != null) {
            throw thrown;
        }
        return ended;
    }

    private @Nullable Ended step() throws InterruptedException {
        boolean before = cancelled;
        if (before && patience().isNegative() && ++late > Child.QUEUED_MESSAGES) {
            return outOfPatience();
        }
        Event event = child.next(patience());
        if (event instanceof Event.Said said) {
            return hear(said.message());
        }
        if (event instanceof Event.Gone gone) {
            return new Ended.Failed(gone.failure());
        }
        return event == null && before == cancelled ? outOfPatience() : null;
    }

    private Duration patience() {
        return cancelled ? deadlines.cancelGrace().minusNanos(System.nanoTime() - cancelledNanos) : deadlines.silence();
    }

    private Ended outOfPatience() {
        if (cancelled) {
            child.kill(new WorkerFailure.Closed("a cancelled answer did not end in time"), Duration.ZERO);
            return new Ended.CancelledWithWorker();
        }
        return new Ended.Failed(
                child.kill(new WorkerFailure.Hung(deadlines.silence(), child.log()), deadlines.hangGrace()));
    }

    private @Nullable Ended hear(FromWorker message) {
        if (!(message instanceof FromWorker.OfGeneration mine) || mine.id() != id) {
            return unexpected(message);
        }
        if (mine instanceof FromWorker.Done done) {
            return done.finishReason() == FinishReason.CANCELLED
                    ? new Ended.Cancelled(done.usage())
                    : new Ended.Finished(done.finishReason(), done.usage());
        } else if (mine instanceof FromWorker.Refused refused) {
            return new Ended.Refused(refused.code(), refused.message(), refused.facts());
        }
        boolean progress = mine instanceof FromWorker.Started || mine instanceof FromWorker.Reading;
        return progress || deliver(mine) ? null : unexpected(message);
    }

    private Ended unexpected(FromWorker message) {
        return new Ended.Failed(child.kill(
                new WorkerFailure.ProtocolBroken(
                        "an unexpected message: " + message.getClass().getSimpleName(), child.log()),
                Duration.ZERO));
    }

    private boolean deliver(FromWorker.OfGeneration part) {
        if (cancelled) {
            return true;
        }
        try {
            return parts.take(part);
        } catch (RuntimeException e) {
            thrown = e;
            cancel();
            return true;
        }
    }
}
