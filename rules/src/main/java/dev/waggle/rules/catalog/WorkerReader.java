package dev.waggle.rules.catalog;

import dev.waggle.hardware.ComputeCapability;
import dev.waggle.hardware.CpuFeatures;
import dev.waggle.hardware.Vendor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a row of {@code workers/}. */
final class WorkerReader {
    private static final List<String> FIELDS = List.of(
            "id",
            "implementation",
            "workerType",
            "version",
            "platforms",
            "architectures",
            "name",
            "description",
            "license",
            "pkgbuildUrl",
            "buildSystem",
            "source",
            "build",
            "depends",
            "binaryName",
            "installPath",
            "supportedFormats",
            "maxContextLength",
            "supportsStreaming",
            "supportsBatching",
            "engine",
            "enginesByOs",
            "packages",
            "tasks",
            "placements",
            "devices",
            "startable",
            "flashAttention",
            "minimumComputeCapability",
            "minimumDriverVersion",
            "cpuFeaturesNeeded",
            "deviceVendors",
            "recalled",
            "factsFrom");
    private static final List<String> SOURCE_FIELDS = List.of("type", "url", "path");

    private final Row row;
    private final String id;
    private final Map<String, EngineEntry> engines;

    private WorkerReader(Node node, String id, Map<String, EngineEntry> engines) {
        this.row = Row.of(node, id, FIELDS);
        this.id = id;
        this.engines = engines;
    }

    static WorkerEntry read(Node node, String id, Map<String, EngineEntry> engines) {
        return new WorkerReader(node, id, engines).read();
    }

    private WorkerEntry read() {
        return new WorkerEntry(
                id,
                row.oneOf("implementation", Vocabulary.IMPLEMENTATIONS),
                row.oneOf("workerType", Vocabulary.BACKENDS),
                row.text("version"),
                row.someOf("platforms", Vocabulary.PLATFORMS),
                row.someOf("architectures", Vocabulary.WORKER_ARCHITECTURES),
                row.text("name"),
                row.text("description"),
                row.text("license"),
                row.textOrNull("pkgbuildUrl"),
                row.oneOf("buildSystem", Vocabulary.BUILD_SYSTEMS),
                source(),
                row.has("build") ? build() : null,
                row.texts("depends"),
                row.textOrNull("binaryName"),
                row.textOrNull("installPath"),
                row.someOf("supportedFormats", Vocabulary.FORMATS),
                row.wholeOrNull("maxContextLength", 1, Row.MOST),
                row.truth("supportsStreaming"),
                row.truth("supportsBatching"),
                engine(row, "engine"),
                enginesByOs(),
                PackageReader.read(row, engine(row, "engine"), enginesByOs()),
                row.someOf("tasks", Vocabulary.TASKS),
                placements(),
                row.oneOf("startable", Vocabulary.STARTABLE),
                row.truth("flashAttention"),
                row.oneOf("devices", Vocabulary.DEVICE_COUNTS),
                row.has("minimumComputeCapability") ? capability() : null,
                row.textOrNull("minimumDriverVersion"),
                row.someOfOrEmpty("cpuFeaturesNeeded", CpuFeatures.vocabulary()),
                row.someOfOrEmpty("deviceVendors", Vocabulary.words(Vendor.values(), Vendor::id)),
                row.truthOrFalse("recalled"),
                row.text("factsFrom"));
    }

    private EngineEntry engine(Row row, String name) {
        return Objects.requireNonNull(engines.get(row.oneOf(name, engines.keySet())));
    }

    /** Only for operating systems that the worker has. */
    private Map<String, EngineEntry> enginesByOs() {
        Map<String, EngineEntry> byOs = new TreeMap<>();
        if (!row.has("enginesByOs")) return byOs;
        Row each = row.row("enginesByOs", row.texts("platforms"));
        for (String os : each.names()) byOs.put(os, engine(each, os));
        return byOs;
    }

    private Map<String, String> source() {
        Row from = row.row("source", SOURCE_FIELDS);
        Map<String, String> source = new LinkedHashMap<>();
        source.put("type", from.oneOf("type", Vocabulary.PROGRAM_SOURCES));
        for (String name : List.of("url", "path")) if (from.has(name)) source.put(name, from.text(name));
        return source;
    }

    private @Nullable Map<String, Object> build() {
        Row build = row.row("build", List.of("features", "profile"));
        return Map.of("features", build.texts("features"), "profile", build.text("profile"));
    }

    /** A worker for the processor has only the host, one for a GPU never has it. */
    private List<String> placements() {
        boolean isCpu = row.text("workerType").equals("cpu");
        List<String> allowed = Vocabulary.PLACEMENTS.stream()
                .filter(placement -> placement.equals("host") == isCpu)
                .toList();
        return row.someOf("placements", allowed);
    }

    private Double capability() {
        return ComputeCapability.parse(row.text("minimumComputeCapability"))
                .map(capability -> capability.major() + capability.minor() / 10.0)
                .orElseThrow(() -> row.bad(
                        "minimumComputeCapability",
                        "'" + row.text("minimumComputeCapability") + "'",
                        "text such as \"8.9\"",
                        ""));
    }
}
