package dev.waggle.rules.judge;

import dev.waggle.hardware.Device;
import dev.waggle.hardware.OperatingSystem;
import dev.waggle.rules.catalog.EngineEntry.FormatSupport;
import dev.waggle.rules.catalog.EngineEntry.PositionLimit;
import dev.waggle.rules.catalog.Policy;
import dev.waggle.rules.catalog.VariantEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.facts.ContextLimit;
import dev.waggle.rules.facts.NeededCapability;
import dev.waggle.rules.facts.NeededDriver;
import dev.waggle.rules.facts.NeededFeature;
import dev.waggle.rules.facts.NeededFile;
import dev.waggle.rules.facts.RuleFact;
import dev.waggle.rules.facts.Settings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One worker of a question, and the facts that are about it alone. */
final class Target {
    private final int number;
    private final WorkerEntry worker;
    private final Query query;
    private final Policy policy;
    private final List<Device> devices;
    private final WorkerFacts workerFacts;

    Target(int number, Query query, Policy policy, Capacities capacities, WorkerFacts workerFacts) {
        this.number = number;
        OperatingSystem os = query.machine().os().orNull();
        this.worker = workerFacts.on(query.workers().get(number), os == null ? null : os.id());
        this.query = query;
        this.policy = policy;
        this.devices = capacities.devicesOf(worker);
        this.workerFacts = workerFacts;
    }

    int number() {
        return number;
    }

    WorkerEntry worker() {
        return worker;
    }

    List<Device> devices() {
        return devices;
    }

    /** Tokens above which the worker cuts off this variant; null where it doesn't. */
    private @Nullable Long contextLimit() {
        VariantEntry variant = query.variant();
        Long least = worker.maxContextLength();
        for (PositionLimit limit : worker.engine().positionLimits())
            if (limit.format().equals(variant.format()) && limit.architecture().equals(variant.architecture()))
                least = least == null ? limit.tokens() : Math.min(least, limit.tokens());
        return least;
    }

    private boolean hasContext() {
        return query.variant().trainedContextTokens() != null || query.wish().contextTokens() != null;
    }

    ResolvedSettings settings() {
        Wish wish = query.wish();
        Long context = wish.contextTokens();
        if (context == null && hasContext()) {
            context = policy.defaultContextTokens();
            Long trained = query.variant().trainedContextTokens();
            if (trained != null) context = Math.min(context, trained);
            Long limit = contextLimit();
            if (limit != null) context = Math.min(context, limit);
        }
        return new ResolvedSettings(
                context,
                wish.sequences() == null ? policy.defaultSequences() : wish.sequences(),
                wish.kvType() == null ? policy.defaultKvType() : wish.kvType(),
                wish.flashAttention() == null ? worker.flashAttention() : wish.flashAttention());
    }

    /** The context memory is needed for: what is longer than the worker keeps is cut off. */
    long keptContextTokens() {
        Long context = settings().contextTokens();
        Long limit = contextLimit();
        if (context == null) return 1;
        return limit == null ? context : Math.min(context, limit);
    }

    List<RuleFact> facts() {
        List<RuleFact> facts = new ArrayList<>();
        addWorker(facts);
        addStart(facts);
        addDevices(facts);
        return facts;
    }

    /** Facts about the worker alone, whatever it is to load. */
    void addWorker(List<RuleFact> facts) {
        facts.add(workerFacts.of(number, worker));
        Double capability = worker.minimumComputeCapability();
        if (capability != null) facts.add(new NeededCapability(number, capability));
        String driver = worker.minimumDriverVersion();
        if (driver != null) facts.add(new NeededDriver(number, driver, DeviceFacts.driverNumber(driver)));
        for (String feature : worker.cpuFeaturesNeeded()) facts.add(new NeededFeature(number, feature));
    }

    /** The devices it would use. */
    void addDevices(List<RuleFact> facts) {
        for (Device device : devices) facts.add(DeviceFacts.of(number, device));
    }

    /** Facts about the worker with this variant, whatever the machine. */
    void addStart(List<RuleFact> facts) {
        FormatSupport support = worker.engine().formats().get(query.variant().format());
        if (support != null) for (String file : support.tokenizerFiles()) facts.add(new NeededFile(number, file));
        Long limit = contextLimit();
        if (limit != null) facts.add(new ContextLimit(number, limit));
        ResolvedSettings settings = settings();
        if (settings.contextTokens() == null) return;
        Long trained = query.variant().trainedContextTokens();
        long smallest =
                trained == null ? policy.smallestContextTokens() : Math.min(trained, policy.smallestContextTokens());
        facts.add(new Settings(number, settings.contextTokens(), smallest, settings.sequences(), settings.kvType()));
    }
}
