package dev.waggle.server.app;

import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.fit.Fit;
import dev.waggle.rules.fit.Placement;
import dev.waggle.rules.judge.FitReport;
import dev.waggle.rules.judge.FitReport.DeviceFit;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.MemoryUse;
import dev.waggle.runtime.protocol.Purpose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which workers of the catalog can be started here, and the plan a verdict becomes. */
public final class Startable {
    private final Map<String, Adapter> adapters;
    private final List<Path> watched;
    private final int threads;

    /**
     * Starts workers through these.
     *
     * @param adapters by the name that a worker's {@code startable} field has
     * @param threads processor threads a worker uses
     */
    public Startable(Map<String, Adapter> adapters, int threads) {
        this.adapters = Map.copyOf(adapters);
        this.watched = this.adapters.values().stream()
                .flatMap(adapter -> adapter.watched().stream())
                .toList();
        this.threads = threads;
    }

    /** Whether and how a worker can be started here, now. */
    public Adapter.Answer answer(WorkerEntry worker) {
        Adapter adapter = adapters.get(worker.startable());
        return adapter == null
                ? new Adapter.Answer.Missing("Waggle judges " + worker.id() + " but can't start it.")
                : adapter.of(worker);
    }

    /** The files and folders that change when what can be started here does. */
    public List<Path> watched() {
        return watched;
    }

    /** The workers that can be started here, now. */
    public List<WorkerEntry> of(List<WorkerEntry> workers) {
        return workers.stream()
                .filter(worker -> answer(worker) instanceof Adapter.Answer.Startable)
                .toList();
    }

    /**
     * Exactly what was judged, as a plan: the placement that is recommended, or the least demanding that was refused.
     *
     * @param verdict what was judged
     * @param file the model's file
     * @param purpose what it is started for
     * @param ownThreads processor threads, 0 = as many as all workers use
     * @throws IllegalArgumentException when the worker can't be started here, or what the model takes is not known
     */
    public Plan plan(Verdict verdict, Path file, Purpose purpose, int ownThreads) {
        WorkerEntry worker = verdict.worker();
        FitReport fit = verdict.fit();
        if (!(answer(worker) instanceof Adapter.Answer.Startable way))
            throw new IllegalArgumentException(worker.id() + " can't be started here");
        if (fit == null) throw new IllegalArgumentException("what the model takes is not known");
        Long context = verdict.settings().contextTokens();
        boolean onHost = fit.placement() == Placement.HOST;
        LoadSettings settings = new LoadSettings(
                purpose,
                context == null ? 1 : Math.toIntExact(context),
                way.batchTokens(),
                way.microBatchTokens(),
                ownThreads > 0 ? ownThreads : threads,
                worker.workerType(),
                List.of(),
                onHost ? 0 : fit.layersOnDevice(),
                fit.expertLayersOnHost(),
                verdict.settings().kvType(),
                verdict.settings().flashAttention());
        return new Plan(way.engine(), file.toAbsolutePath(), settings, estimate(worker, fit));
    }

    /** The arithmetic's answer in the engine's terms: its buffers alone, devices named as the engine counts them. */
    private static List<MemoryUse> estimate(WorkerEntry worker, FitReport fit) {
        List<MemoryUse> estimate = new ArrayList<>();
        int number = 0;
        for (DeviceFit each : fit.devices()) {
            Fit.Part part = each.part();
            boolean host = part.device().equals(MemoryUse.HOST);
            estimate.add(new MemoryUse(
                    host ? MemoryUse.HOST : EngineDevices.name(worker.workerType(), number++),
                    part.weightsBytes(),
                    part.kvBytes() + part.recurrentBytes() + part.outputBytes(),
                    part.computeBytes(),
                    0));
        }
        return estimate;
    }
}
