package dev.waggle.rules.catalog;

import dev.waggle.hardware.Machine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All the data, checked and immutable. Maps are ordered by id.
 *
 * @param hash {@code sha256:} and the hash of every file's path and bytes
 * @param engines by id
 * @param workers by id
 * @param models by id
 * @param machines named machines by id
 * @param policy thresholds and orders
 * @param knownGood what must never be refused
 */
public record Catalog(
        String hash,
        Map<String, EngineEntry> engines,
        Map<String, WorkerEntry> workers,
        Map<String, ModelEntry> models,
        Map<String, Machine> machines,
        Policy policy,
        List<KnownGood> knownGood) {
    /** Copies the maps and keeps their order. */
    public Catalog {
        engines = Collections.unmodifiableMap(new LinkedHashMap<>(engines));
        workers = Collections.unmodifiableMap(new LinkedHashMap<>(workers));
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        machines = Collections.unmodifiableMap(new LinkedHashMap<>(machines));
        knownGood = List.copyOf(knownGood);
    }
}
