package dev.waggle.runtime;

import dev.waggle.runtime.Child.Event;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.ToWorker;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is said with a worker before its model is loaded: each question has one answer, and all share one deadline. */
final class Handshake {
    private final Child child;
    private final Engine engine;
    private final Duration closeGrace;
    private final long endNanos;
    private final Supplier<WorkerFailure> late;
    private final Consumer<OptionalDouble> onLoading;
    private boolean greeted;

    /**
     * Begins it.
     *
     * @param limit how long all of it may take
     * @param late what to say when it takes longer
     * @param onLoading hears how much is loaded, on the thread that asks
     */
    Handshake(
            Child child,
            Engine engine,
            Deadlines deadlines,
            Duration limit,
            Supplier<WorkerFailure> late,
            Consumer<OptionalDouble> onLoading) {
        this.child = child;
        this.engine = engine;
        this.closeGrace = deadlines.closeGrace();
        this.endNanos = System.nanoTime() + limit.toNanos();
        this.late = late;
        this.onLoading = onLoading;
    }

    /**
     * Asks and waits for the answer.
     *
     * @throws NotReadyException when there is none: the worker is gone then
     */
    <T extends FromWorker> T ask(ToWorker question, Class<T> answer)
            throws NotReadyException, InterruptedException, IOException {
        child.send(question);
        while (true) {
            Event event = child.next(Duration.ofNanos(endNanos - System.nanoTime()));
            if (event == null) {
                throw new NotReadyException(child.kill(late.get(), closeGrace));
            } else if (event instanceof Event.Gone gone) {
                throw new NotReadyException(gone.failure());
            } else if (event instanceof Event.Said said) {
                refuse(wrong(said.message(), answer));
                if (answer.isInstance(said.message())) {
                    return answer.cast(said.message());
                }
                hear(said.message());
            }
        }
    }

    private void hear(FromWorker message) throws NotReadyException {
        if (message instanceof FromWorker.Failed failed) {
            child.samplePeak();
            throw new NotReadyException(child.close(failure(failed), closeGrace));
        } else if (message instanceof FromWorker.Loading loading) {
            Double fraction = loading.fraction();
            onLoading.accept(fraction == null ? OptionalDouble.empty() : OptionalDouble.of(fraction));
        }
        greeted = true;
    }

    private void refuse(@Nullable String wrong) throws NotReadyException {
        if (wrong != null) {
            throw new NotReadyException(
                    child.kill(new WorkerFailure.ProtocolBroken(wrong, child.log()), Duration.ZERO));
        }
    }

    /** What is wrong with this message now, or null when nothing is. */
    private @Nullable String wrong(FromWorker message, Class<? extends FromWorker> answer) {
        if (message instanceof FromWorker.Hello hello) {
            if (greeted || hello.protocol() != FromWorker.PROTOCOL) {
                return "a second hello, or one of protocol " + hello.protocol();
            }
            return hello.engine().equals(engine.name()) ? null : "it is " + hello.engine() + ", not " + engine.name();
        }
        boolean loading = message instanceof FromWorker.Loading && answer == FromWorker.Ready.class;
        return greeted && (loading || message instanceof FromWorker.Failed || answer.isInstance(message))
                ? null
                : "an unexpected message: " + message.getClass().getSimpleName();
    }

    private WorkerFailure failure(FromWorker.Failed failed) {
        String architecture = failed.architecture();
        if (failed.problem() == LoadProblem.OUT_OF_MEMORY) {
            return child.outOfMemory();
        }
        return architecture != null
                ? new WorkerFailure.UnknownArchitecture(architecture, child.log())
                : new WorkerFailure.LoadFailed(failed.problem(), failed.message(), child.log());
    }
}
