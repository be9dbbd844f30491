package dev.waggle.runtime;

import dev.waggle.runtime.Child.Event;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.ToWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts workers: each a process of its own, with a private folder below one that is given. */
public final class Workers {
    private final Path folder;
    private final Deadlines deadlines;

    /**
     * Removes what workers of agents that are gone left in the folder.
     *
     * @param folder for the workers' private folders; made when the first worker starts
     * @throws IOException when the folder can't be read
     */
    public Workers(Path folder, Deadlines deadlines) throws IOException {
        this.folder = folder.toAbsolutePath();
        this.deadlines = deadlines;
        PrivateFolder.sweep(this.folder);
    }

    /**
     * Starts a worker and waits until its model is loaded. An interrupt ends the worker.
     *
     * @param onLoading hears how much of the model is loaded, from 0 to 1, empty where the engine can't tell; what it
     *     throws ends the worker and is thrown on
     */
    public Opening open(Plan plan, Consumer<OptionalDouble> onLoading) {
        Child child;
        try {
            child = Child.start(plan.engine(), folder);
        } catch (IOException e) {
            return new Opening.Failed(new WorkerFailure.CouldNotStart(String.valueOf(e.getMessage())));
        }
        try {
            return open(plan, child, onLoading);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Opening.Failed(child.kill(new WorkerFailure.Closed("its start was interrupted"), Duration.ZERO));
        } catch (IOException e) {
            return new Opening.Failed(
                    child.kill(new WorkerFailure.CouldNotStart(String.valueOf(e.getMessage())), Duration.ZERO));
        } catch (RuntimeException e) {
            child.kill(new WorkerFailure.Closed("whoever heard of its loading threw"), Duration.ZERO);
            throw e;
        }
    }

    private Opening open(Plan plan, Child child, Consumer<OptionalDouble> onLoading)
            throws InterruptedException, IOException {
        long end = System.nanoTime() + deadlines.ready().toNanos();
        child.send(new ToWorker.Load(plan.modelFile().toString(), plan.settings()));
        boolean greeted = false;
        while (true) {
            Event event = child.next(Duration.ofNanos(end - System.nanoTime()));
            Opening opening = null;
            if (event == null) {
                opening = new Opening.Failed(child.kill(
                        new WorkerFailure.NotReadyInTime(deadlines.ready(), child.log()), deadlines.closeGrace()));
            } else if (event instanceof Event.Gone gone) {
                opening = new Opening.Failed(gone.failure());
            } else if (event instanceof Event.Said said) {
                opening = hear(said.message(), greeted, plan, child, onLoading);
                greeted = true;
            }
            if (opening != null) {
                return opening;
            }
        }
    }

    /** What this message makes of the opening, or null while it goes on. */
    private @Nullable Opening hear(
            FromWorker message, boolean greeted, Plan plan, Child child, Consumer<OptionalDouble> onLoading) {
        String wrong = wrong(message, plan.engine(), greeted);
        if (wrong != null) {
            return new Opening.Failed(child.kill(new WorkerFailure.ProtocolBroken(wrong, child.log()), Duration.ZERO));
        } else if (message instanceof FromWorker.Ready ready) {
            return new Opening.Ready(new Worker(plan, child, ready, deadlines));
        } else if (message instanceof FromWorker.Failed failed) {
            return new Opening.Failed(child.close(failure(failed, child.log()), deadlines.closeGrace()));
        } else if (message instanceof FromWorker.Loading loading) {
            Double fraction = loading.fraction();
            onLoading.accept(fraction == null ? OptionalDouble.empty() : OptionalDouble.of(fraction));
        }
        return null;
    }

    /** What is wrong with this message now, or null when nothing is. */
    private static @Nullable String wrong(FromWorker message, Engine engine, boolean greeted) {
        if (message instanceof FromWorker.Hello hello) {
            if (greeted || hello.protocol() != FromWorker.PROTOCOL) {
                return "a second hello, or one of protocol " + hello.protocol();
            }
            return hello.engine().equals(engine.name()) ? null : "it is " + hello.engine() + ", not " + engine.name();
        }
        return greeted && !(message instanceof FromWorker.OfGeneration)
                ? null
                : "an unexpected message: " + message.getClass().getSimpleName();
    }

    private static WorkerFailure failure(FromWorker.Failed failed, String log) {
        String architecture = failed.architecture();
        if (failed.problem() == LoadProblem.OUT_OF_MEMORY) {
            return new WorkerFailure.OutOfMemory(log);
        }
        return architecture != null
                ? new WorkerFailure.UnknownArchitecture(architecture, log)
                : new WorkerFailure.LoadFailed(failed.problem(), failed.message(), log);
    }
}
