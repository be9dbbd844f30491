package dev.waggle.runtime;

import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.FirstWords;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.MemoryUse;
import dev.waggle.runtime.protocol.ToWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Starts workers: each a process of its own, with a private folder below one that is given. */
public final class Workers {
    private static final WorkerFailure ANSWERED = new WorkerFailure.Closed("it was only asked");

    private final Path folder;
    private final Deadlines deadlines;
    private final MemoryGauge gauge;
    private final WorkerLogs logs;

    /**
     * Ends what workers of agents that are gone left running, and removes what they left in the folder. Free memory is what
     * the system says; no log is kept in a file.
     *
     * @param folder for the workers' private folders; made when the first worker starts
     * @throws IOException when the folder can't be read
     */
    public Workers(Path folder, Deadlines deadlines) throws IOException {
        this(folder, deadlines, MemoryGauge.system(), WorkerLogs.none());
    }

    /**
     * The same, with free memory and logs of the caller's choice.
     *
     * @param gauge tells what is free of the machine's memory, when the engine says what a model takes
     * @param logs where what workers write to standard error is kept
     * @throws IOException when the folder can't be read
     */
    public Workers(Path folder, Deadlines deadlines, MemoryGauge gauge, WorkerLogs logs) throws IOException {
        this.folder = folder.toAbsolutePath();
        this.deadlines = deadlines;
        this.gauge = gauge;
        this.logs = logs;
        PrivateFolder.sweep(this.folder);
    }

    /**
     * The devices an engine has, asked in a process of its own that ends after. An interrupt ends it.
     *
     * @return within the time a worker may be silent
     */
    public DeviceList devices(Engine engine) {
        return ask(
                engine,
                List.of(),
                WorkerLogs.none(),
                child -> {
                    Supplier<WorkerFailure> late = () -> new WorkerFailure.Hung(deadlines.silence(), child.log());
                    Handshake handshake =
                            new Handshake(child, engine, deadlines, deadlines.silence(), late, fraction -> {});
                    return new DeviceList.Listed(devices(handshake));
                },
                DeviceList.Failed::new);
    }

    /**
     * What a plan would take of each memory, by the engine's own count, asked in a process of its own that ends after and
     * loads nothing. An interrupt ends it.
     *
     * @return within the time a worker may take to load
     */
    public Measurement measure(Plan plan) {
        return ask(
                plan.engine(),
                plan.estimate(),
                WorkerLogs.none(),
                child -> new Measurement.Known(measured(handshake(plan.engine(), child, fraction -> {}), plan)),
                Measurement.Failed::new);
    }

    /**
     * Starts a worker and waits until its model is loaded. An engine that can tells before what the model takes, and what
     * does not fit into the memory that is free now is not loaded. An interrupt ends the worker.
     *
     * @param onLoading hears how much of the model is loaded, from 0 to 1, empty where the engine can't tell; what it
     *     throws ends the worker and is thrown on
     */
    public Opening open(Plan plan, Consumer<OptionalDouble> onLoading) {
        return talk(
                plan.engine(),
                plan.estimate(),
                logs,
                child -> open(plan, child, handshake(plan.engine(), child, onLoading)),
                Opening.Failed::new);
    }

    private Opening open(Plan plan, Child child, Handshake handshake)
            throws NotReadyException, InterruptedException, IOException {
        FirstWords.exchange();
        List<MemoryUse> measured = List.of();
        if (plan.engine().measures()) {
            measured = measured(handshake, plan).memory();
            boolean ofDevices = measured.stream().anyMatch(use -> !use.device().equals(MemoryUse.HOST));
            FreeMemory free = new FreeMemory(ofDevices ? devices(handshake) : List.of(), gauge);
            Optional<WorkerFailure.NoLongerFits> tooSmall = free.tooSmallFor(measured);
            if (tooSmall.isPresent()) {
                throw new NotReadyException(child.close(tooSmall.get(), deadlines.closeGrace()));
            }
        }
        FromWorker.Ready ready =
                handshake.ask(new ToWorker.Load(plan.modelFile().toString(), plan.settings()), FromWorker.Ready.class);
        child.servedBy(ready.pid());
        return new Opening.Ready(
                new Worker(plan, child, ready, measured.isEmpty() ? ready.memory() : measured, deadlines));
    }

    private Handshake handshake(Engine engine, Child child, Consumer<OptionalDouble> onLoading) {
        Supplier<WorkerFailure> late = () -> new WorkerFailure.NotReadyInTime(deadlines.ready(), child.log());
        return new Handshake(child, engine, deadlines, deadlines.ready(), late, onLoading);
    }

    private static List<EngineDevice> devices(Handshake handshake)
            throws NotReadyException, InterruptedException, IOException {
        return handshake
                .ask(new ToWorker.ListDevices(), FromWorker.Devices.class)
                .devices();
    }

    private static FromWorker.Measured measured(Handshake handshake, Plan plan)
            throws NotReadyException, InterruptedException, IOException {
        return handshake.ask(
                new ToWorker.Measure(plan.modelFile().toString(), plan.settings()), FromWorker.Measured.class);
    }

    /** What is done with a child that was just started. */
    private interface Talk<T> {
        T with(Child child) throws NotReadyException, InterruptedException, IOException;
    }

    private <T> T ask(
            Engine engine, List<MemoryUse> estimate, WorkerLogs kept, Talk<T> talk, Function<WorkerFailure, T> failed) {
        return talk(
                engine,
                estimate,
                kept,
                child -> {
                    T answer = talk.with(child);
                    child.close(ANSWERED, deadlines.closeGrace());
                    return answer;
                },
                failed);
    }

    private <T> T talk(
            Engine engine, List<MemoryUse> estimate, WorkerLogs kept, Talk<T> talk, Function<WorkerFailure, T> failed) {
        Child child;
        try {
            child = Child.start(engine, folder, estimate, kept);
        } catch (IOException e) {
            return failed.apply(new WorkerFailure.CouldNotStart(String.valueOf(e.getMessage())));
        }
        try {
            return talk.with(child);
        } catch (NotReadyException e) {
            return failed.apply(e.failure());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed.apply(child.kill(new WorkerFailure.Closed("its start was interrupted"), Duration.ZERO));
        } catch (IOException e) {
            return failed.apply(
                    child.kill(new WorkerFailure.CouldNotStart(String.valueOf(e.getMessage())), Duration.ZERO));
        } catch (RuntimeException e) {
            child.kill(new WorkerFailure.Closed("whoever heard of its loading threw"), Duration.ZERO);
            throw e;
        }
    }
}
