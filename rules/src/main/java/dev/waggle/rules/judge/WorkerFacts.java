package dev.waggle.rules.judge;

import dev.waggle.rules.catalog.EngineEntry;
import dev.waggle.rules.catalog.EngineEntry.FormatSupport;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.facts.Worker;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What rules read of a worker. Its sets of pairs have hundreds of entries and never change, so they are made once per
 * catalog row.
 */
final class WorkerFacts {
    private final Map<WorkerEntry, Worker> known = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<WorkerEntry, Map<String, WorkerEntry>> byOs =
            Collections.synchronizedMap(new IdentityHashMap<>());

    /** The worker as it is on an operating system, always the same one; null = unknown. */
    WorkerEntry on(WorkerEntry entry, @Nullable String os) {
        if (os == null || entry.enginesByOs().isEmpty()) return entry;
        return byOs.computeIfAbsent(entry, each -> new ConcurrentHashMap<>()).computeIfAbsent(os, entry::on);
    }

    /** The fact of a worker that has this number in a question. */
    Worker of(int number, WorkerEntry entry) {
        Worker worker = known.computeIfAbsent(entry, WorkerFacts::make);
        return new Worker(
                number,
                worker.worker(),
                worker.backend(),
                worker.engine(),
                worker.platforms(),
                worker.cpuArchitectures(),
                worker.formats(),
                worker.architectures(),
                worker.pairs(),
                worker.tensorTypes(),
                worker.widenedFormats(),
                worker.tasks(),
                worker.parameters());
    }

    private static Worker make(WorkerEntry worker) {
        EngineEntry engine = worker.engine();
        Set<String> pairs = new TreeSet<>();
        Set<String> architectures = new HashSet<>();
        Set<String> types = new HashSet<>();
        Set<String> widened = new TreeSet<>();
        for (Map.Entry<String, FormatSupport> format : engine.formats().entrySet()) {
            FormatSupport support = format.getValue();
            architectures.addAll(support.architectures());
            for (String architecture : support.architectures()) pairs.add(format.getKey() + "/" + architecture);
            for (String type : format.getKey().equals("gguf") ? engine.tensorTypes() : support.dtypes())
                types.add(format.getKey() + "/" + type);
            if (support.loadsAs().equals("F32")) widened.add(format.getKey());
        }
        return new Worker(
                0,
                worker.id(),
                worker.workerType(),
                engine.name() + " " + engine.version(),
                new TreeSet<>(worker.platforms()),
                new TreeSet<>(worker.architectures()),
                new TreeSet<>(engine.formats().keySet()),
                architectures,
                pairs,
                types,
                widened,
                new TreeSet<>(worker.tasks()),
                new TreeSet<>(engine.parameters()));
    }
}
