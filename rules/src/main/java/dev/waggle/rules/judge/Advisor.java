package dev.waggle.rules.judge;

import dev.waggle.hardware.Machine;
import dev.waggle.rules.catalog.Policy;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.fit.FitQuestion;
import dev.waggle.rules.fit.FitRules;
import dev.waggle.rules.fit.FitSearch;
import dev.waggle.rules.fit.LayerCounts;
import dev.waggle.rules.fit.Offload;
import dev.waggle.rules.fit.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Says how far a question could go, and what would help where it doesn't simply run. It proposes by arithmetic and by
 * the policy's order; what it says was judged by the same rules as the question.
 */
public final class Advisor {
    /** The cache types it tries, the best first. */
    private static final List<String> CACHE_TYPES = List.of("f16", "q8_0", "q4_0");

    private final Judge judge;
    private final Policy policy;
    private final List<Map.Entry<String, Machine>> machines;
    private final WorkerFacts workerFacts = new WorkerFacts();

    /**
     * An advisor.
     *
     * @param judge whose verdicts it trusts
     * @param policy the order of what helps
     * @param machines those it may propose instead, by their ids
     */
    public Advisor(Judge judge, Policy policy, Map<String, Machine> machines) {
        this.judge = judge;
        this.policy = policy;
        this.machines = machines.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> memoryBytes(entry.getValue())))
                .toList();
    }

    /** The longest contexts of a verdict that says it runs. */
    public Limits limits(Query query, Verdict verdict) {
        Map<String, Long> longest = new LinkedHashMap<>();
        Long trained = query.variant().trainedContextTokens();
        if (trained != null && verdict.outcome().placement().isPresent())
            for (String type : CACHE_TYPES)
                longestContext(query, verdict, type, trained).ifPresent(tokens -> longest.put(type, tokens));
        return new Limits(longest);
    }

    private OptionalLong longestContext(Query query, Verdict verdict, String kvType, long most) {
        Asked asked = asked(query, verdict);
        if (asked == null) return OptionalLong.empty();
        OptionalLong longest = FitSearch.longestContext(asked.rules(), asked.question(), kvType, most);
        if (longest.isEmpty()) return longest;
        Verdict confirmed = judged(query, verdict.worker(), withCache(query.wish(), longest.getAsLong(), kvType));
        return confirmed.outcome().placement().equals(verdict.outcome().placement()) ? longest : OptionalLong.empty();
    }

    /**
     * What would help, in the policy's order; empty where the verdict is that it runs.
     *
     * @param others verdicts of the same question for the workers that may be proposed instead
     */
    public List<Fix> fixes(Query query, Verdict verdict, List<Verdict> others) {
        List<Fix> fixes = new ArrayList<>();
        if (verdict.outcome().rank() == 0) return fixes;
        for (String name : policy.fixOrder())
            fix(name, query, verdict, others)
                    .filter(fix ->
                            fix.verdict().outcome().rank() < verdict.outcome().rank())
                    .ifPresent(fixes::add);
        return fixes;
    }

    private Optional<Fix> fix(String name, Query query, Verdict verdict, List<Verdict> others) {
        return switch (name) {
            case "shorter-context" -> shorterContext(query, verdict);
            case "kv-q8_0" -> smallerCache(query, verdict, "q8_0");
            case "kv-q4_0" -> smallerCache(query, verdict, "q4_0");
            case "smaller-variant" -> smallerVariant(query, verdict);
            case "other-worker" -> otherWorker(verdict, others);
            case "other-machine" -> otherMachine(query, verdict);
            default -> Optional.empty();
        };
    }

    private Optional<Fix> shorterContext(Query query, Verdict verdict) {
        Long now = verdict.settings().contextTokens();
        Asked asked = asked(query, verdict);
        if (now == null || asked == null || !isShort(verdict)) return Optional.empty();
        OptionalLong longest = FitSearch.longestContext(
                asked.rules(), asked.question(), verdict.settings().kvType(), now);
        if (longest.isEmpty() || longest.getAsLong() >= now) return Optional.empty();
        long tokens = longest.getAsLong();
        Wish wish = withCache(query.wish(), tokens, verdict.settings().kvType());
        return fix(new Change.Context(tokens), verdict, judged(query, verdict.worker(), wish));
    }

    private Optional<Fix> smallerCache(Query query, Verdict verdict, String kvType) {
        int now = CACHE_TYPES.indexOf(verdict.settings().kvType());
        if (!isShort(verdict) || CACHE_TYPES.indexOf(kvType) <= now) return Optional.empty();
        Long tokens = query.wish().contextTokens();
        Wish wish = withCache(query.wish(), tokens, kvType);
        return fix(new Change.Cache(kvType), verdict, judged(query, verdict.worker(), wish));
    }

    /** Whether some memory holds less than it would take with comfort: else a smaller cache changes nothing. */
    private boolean isShort(Verdict verdict) {
        FitReport fit = verdict.fit();
        if (fit == null) return false;
        for (FitReport.DeviceFit device : fit.devices()) {
            Long capacity = device.capacityBytes();
            long comfortable = capacity == null ? 0 : policy.headroom().of(capacity);
            if (capacity != null && device.part().residentBytes() > capacity - comfortable) return true;
        }
        return fit.placement() != Placement.ALL_ON_DEVICE;
    }

    /** The best of the smaller quantizations that helps. */
    private Optional<Fix> smallerVariant(Query query, Verdict verdict) {
        Long bytes = query.variant().fileBytes();
        if (bytes == null) return Optional.empty();
        List<VariantEntry> smaller = query.model().variants().stream()
                .filter(other -> other.fileBytes() != null && other.fileBytes() < bytes)
                .sorted(Comparator.comparingLong((VariantEntry other) -> -Objects.requireNonNull(other.fileBytes())))
                .toList();
        if (smaller.isEmpty() || isRefusedAlike(query.with(smaller.get(smaller.size() - 1)), verdict))
            return Optional.empty();
        return smaller.stream()
                .map(other -> judged(query.with(other), verdict.worker(), query.wish()))
                .filter(other -> other.outcome().rank() < verdict.outcome().rank())
                .findFirst()
                .flatMap(other -> fix(new Change.Variant(other.variant()), verdict, other));
    }

    /** Whether even the smallest is refused for the same reasons: then size is not what is wrong. */
    private boolean isRefusedAlike(Query smallest, Verdict verdict) {
        List<String> reasons = blocks(verdict);
        return !reasons.isEmpty()
                && blocks(judged(smallest, verdict.worker(), smallest.wish())).equals(reasons);
    }

    private static List<String> blocks(Verdict verdict) {
        return verdict.findings().stream()
                .filter(finding -> finding.severity().equals("block"))
                .map(Finding::rule)
                .distinct()
                .sorted()
                .toList();
    }

    private Optional<Fix> otherWorker(Verdict verdict, List<Verdict> others) {
        return new Recommendation(policy)
                .best(others.stream()
                        .filter(other ->
                                !other.worker().id().equals(verdict.worker().id()))
                        .toList())
                .flatMap(best -> fix(new Change.Worker(best.worker().id()), verdict, best));
    }

    /** The smallest machine on which the same worker runs it; only where nothing runs here. */
    private Optional<Fix> otherMachine(Query query, Verdict verdict) {
        if (verdict.outcome().placement().isPresent()) return Optional.empty();
        for (Map.Entry<String, Machine> machine : machines) {
            if (!hasDevice(machine.getValue(), verdict.worker())) continue;
            Query there = query.on(machine.getKey(), machine.getValue());
            Verdict answer = judged(there, verdict.worker(), query.wish());
            if (answer.outcome().placement().isPresent())
                return fix(new Change.Machine(machine.getKey()), verdict, answer);
        }
        return Optional.empty();
    }

    /** Machines without a device of the worker's kind needn't be asked about. */
    private boolean hasDevice(Machine machine, WorkerEntry worker) {
        return worker.workerType().equals("cpu")
                || !new Capacities(machine, false, policy).devicesOf(worker).isEmpty();
    }

    private static long memoryBytes(Machine machine) {
        long devices = machine.devices().stream()
                .mapToLong(device -> device.memoryBytes().asOptional().orElse(0L))
                .sum();
        return devices + machine.ramBytes().asOptional().orElse(0L);
    }

    private static Optional<Fix> fix(Change change, Verdict before, Verdict after) {
        boolean comparable = before.fit() != null && after.fit() != null;
        return Optional.of(new Fix(change, after, comparable ? resident(before.fit()) - resident(after.fit()) : null));
    }

    private static long resident(@Nullable FitReport report) {
        long sum = 0;
        if (report != null)
            for (FitReport.DeviceFit device : report.devices())
                sum += device.part().residentBytes();
        return sum;
    }

    private Verdict judged(Query query, WorkerEntry worker, Wish wish) {
        return judge.judge(query.with(worker).with(wish)).get(0);
    }

    private static Wish withCache(Wish wish, @Nullable Long tokens, String kvType) {
        return new Wish(wish.task(), tokens, wish.sequences(), kvType, wish.flashAttention(), wish.parameters());
    }

    /** The arithmetic of a verdict's placement. */
    private record Asked(FitRules rules, FitQuestion question) {}

    private @Nullable Asked asked(Query query, Verdict verdict) {
        FitReport report = verdict.fit();
        Optional<FitRules> rules = verdict.worker().engine().memory();
        if (report == null || rules.isEmpty() || query.variant().file() == null) return null;
        Capacities capacities = new Capacities(query.machine(), query.machineIsDetected(), policy);
        Target target = new Target(0, query.with(verdict.worker()), policy, capacities, workerFacts);
        FitQuestion question = Rung.question(report.placement(), target, query, policy, capacities);
        return new Asked(rules.get(), question.with(question.settings(), offload(report)));
    }

    /** Layers are held where they are: only the placement that counts them would move them. */
    private static Offload offload(FitReport report) {
        return report.placement() == Placement.MOST_LAYERS_ON_DEVICE
                ? new LayerCounts(report.layersOnDevice(), 0)
                : report.placement();
    }
}
