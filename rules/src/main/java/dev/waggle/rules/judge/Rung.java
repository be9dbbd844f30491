package dev.waggle.rules.judge;

import dev.waggle.hardware.Device;
import dev.waggle.rules.catalog.EngineEntry.FormatSupport;
import dev.waggle.rules.catalog.Policy;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.fit.Fit;
import dev.waggle.rules.fit.FitAnswer;
import dev.waggle.rules.fit.FitQuestion;
import dev.waggle.rules.fit.FitQuestion.DeviceCapacity;
import dev.waggle.rules.fit.FitRules;
import dev.waggle.rules.fit.FitSettings;
import dev.waggle.rules.fit.Placement;
import dev.waggle.rules.judge.Capacities.Usable;
import dev.waggle.rules.judge.FitReport.DeviceFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One placement of a variant on a target, and what it would take.
 *
 * @param number its place in the order it is tried
 * @param placement where the parts go
 * @param fit what it takes; null where that can't be computed
 * @param usables what there is
 */
record Rung(int number, Placement placement, @Nullable Fit fit, List<Usable> usables) {
    /** Stands for a capacity nobody knows while the arithmetic runs; the fact stays unknown. */
    private static final long ANY_CAPACITY = 1L << 50;

    /** The placements that make sense, in the policy's order. */
    static List<Rung> of(Target target, Query query, Policy policy, Capacities capacities) {
        List<Usable> usables = usables(target, capacities);
        List<Rung> rungs = new ArrayList<>();
        for (String name : policy.placementOrder()) {
            Placement placement = Placement.byId(name).orElseThrow();
            if (!target.worker().placements().contains(name)) continue;
            Rung rung = rung(rungs.size(), placement, target, query, policy, usables);
            if (rung != null) rungs.add(rung);
        }
        return rungs;
    }

    private static @Nullable Rung rung(
            int number, Placement placement, Target target, Query query, Policy policy, List<Usable> usables) {
        boolean needsDevice = placement != Placement.HOST;
        if (needsDevice && target.devices().isEmpty()) return null;
        VariantEntry variant = query.variant();
        Optional<FitRules> rules = target.worker().engine().memory();
        if (variant.file() == null || rules.isEmpty()) return new Rung(number, placement, null, usables);
        boolean unknownCapacity = usables.stream().anyMatch(usable -> usable.capacityBytes() == null);
        if (placement == Placement.MOST_LAYERS_ON_DEVICE && unknownCapacity) return null;
        FitAnswer answer = rules.get().fit(question(placement, target, query, policy, usables));
        if (answer instanceof FitAnswer.Known known) return new Rung(number, placement, known.fit(), usables);
        return answer instanceof FitAnswer.NotApplicable ? null : new Rung(number, placement, null, usables);
    }

    /** What is asked of the arithmetic for one placement. */
    static FitQuestion question(Placement placement, Target target, Query query, Policy policy, Capacities capacities) {
        return question(placement, target, query, policy, usables(target, capacities));
    }

    private static List<Usable> usables(Target target, Capacities capacities) {
        List<Usable> usables = new ArrayList<>();
        for (Device device : target.devices()) usables.add(capacities.of(device));
        usables.add(capacities.host());
        return usables;
    }

    private static FitQuestion question(
            Placement placement, Target target, Query query, Policy policy, List<Usable> usables) {
        WorkerEntry worker = target.worker();
        ResolvedSettings settings = target.settings();
        FormatSupport support = worker.engine().formats().get(query.variant().format());
        List<DeviceCapacity> devices = new ArrayList<>();
        if (placement != Placement.HOST)
            for (Usable usable : usables)
                if (!usable.device().equals(Capacities.HOST))
                    devices.add(new DeviceCapacity(usable.device(), capacity(usable)));
        return new FitQuestion(
                Objects.requireNonNull(query.variant().file()),
                support != null && support.loadsAs().equals("F32"),
                FitSettings.of(
                        target.keptContextTokens(), settings.sequences(), settings.kvType(), settings.flashAttention()),
                placement,
                devices,
                capacity(usables.get(usables.size() - 1)),
                policy.runtimeOverheadBytes().getOrDefault(worker.workerType(), 0L),
                policy.runtimeOverheadBytes().getOrDefault("cpu", 0L));
    }

    private static long capacity(Usable usable) {
        return usable.capacityBytes() == null ? ANY_CAPACITY : usable.capacityBytes();
    }

    /** The facts of this placement: one per device that would hold anything. */
    List<dev.waggle.rules.facts.Fit> facts(int target, Policy policy) {
        return facts(target, number, policy);
    }

    /** The same, of no worker and placement in particular: equal for all that would hold the same in the same memory. */
    List<dev.waggle.rules.facts.Fit> unnumberedFacts(Policy policy) {
        return facts(0, 0, policy);
    }

    private List<dev.waggle.rules.facts.Fit> facts(int target, int rung, Policy policy) {
        if (fit == null) return List.of(fact(target, rung, usables.get(0), null, policy));
        return fit.parts().stream()
                .map(part -> fact(target, rung, Capacities.find(usables, part), part, policy))
                .toList();
    }

    private dev.waggle.rules.facts.Fit fact(
            int target, int rung, Usable usable, Fit.@Nullable Part part, Policy policy) {
        Long capacity = usable.capacityBytes();
        Long resident = part == null ? null : part.residentBytes();
        return new dev.waggle.rules.facts.Fit(
                target,
                rung,
                placement.id(),
                usable.device(),
                resident,
                part == null ? null : part.weightsBytes(),
                part == null ? null : part.kvBytes(),
                capacity,
                usable.freeBytes(),
                capacity == null || resident == null ? null : capacity - resident,
                capacity == null ? null : policy.headroom().of(capacity));
    }

    /** What it takes beside what there is; null where that can't be computed. */
    @Nullable
    FitReport report() {
        if (fit == null) return null;
        List<DeviceFit> devices = new ArrayList<>();
        for (Fit.Part part : fit.parts()) {
            Usable usable = Capacities.find(usables, part);
            devices.add(new DeviceFit(part, usable.capacityBytes(), usable.freeBytes()));
        }
        return new FitReport(
                placement, fit.layersOnDevice(), fit.layers(), fit.expertLayersOnHost(), fit.exact(), devices);
    }
}
