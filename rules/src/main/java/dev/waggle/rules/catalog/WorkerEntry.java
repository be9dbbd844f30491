package dev.waggle.rules.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One installable program for one backend, with every field of its catalog row. A null field does not apply to it.
 *
 * @param id such as {@code llamacpp-cuda}
 * @param implementation the program family
 * @param workerType its one backend: cpu, cuda, metal, rocm or vulkan
 * @param version the worker's own
 * @param platforms linux, macos, windows
 * @param architectures CPU architectures it is built for
 * @param name as shown to people
 * @param description as shown to people
 * @param license SPDX id
 * @param pkgbuildUrl null where there is none
 * @param buildSystem cargo or prebuilt
 * @param source where its program comes from: type, url, path
 * @param build how it is built: features, profile; null where it is prebuilt
 * @param depends what must be installed beside it
 * @param binaryName null where there is none
 * @param installPath null where there is none
 * @param supportedFormats as its own catalog says; the rules follow the engine
 * @param maxContextLength tokens; null where it has no limit of its own
 * @param supportsStreaming whether tokens come one by one
 * @param supportsBatching whether it answers several requests at once
 * @param engine the engine it runs on, where {@code enginesByOs} names no other
 * @param enginesByOs the engine on an operating system whose packages carry another version
 * @param packages what installs it, by operating system and architecture; empty where Waggle does not install it
 * @param tasks chat, completion, embedding, image
 * @param placements where it may put a model: all-on-device, experts-on-host, most-layers-on-device, host
 * @param startable the adapter that starts it: llamacpp-java, llamacpp, llama-server, rbee or none
 * @param flashAttention its default
 * @param devices {@code one}, or {@code all}: whether it spreads a model over several devices
 * @param minimumComputeCapability such as 7.5; null where none is known to be needed
 * @param minimumDriverVersion null where none is known to be needed
 * @param cpuFeaturesNeeded all of these must be there
 * @param deviceVendors empty where any vendor's device will do
 * @param recalled whether a figure was written from memory
 * @param factsFrom where the row comes from
 */
public record WorkerEntry(
        String id,
        String implementation,
        String workerType,
        String version,
        List<String> platforms,
        List<String> architectures,
        String name,
        String description,
        String license,
        @Nullable String pkgbuildUrl,
        String buildSystem,
        Map<String, String> source,
        @Nullable Map<String, Object> build,
        List<String> depends,
        @Nullable String binaryName,
        @Nullable String installPath,
        List<String> supportedFormats,
        @Nullable Long maxContextLength,
        boolean supportsStreaming,
        boolean supportsBatching,
        EngineEntry engine,
        Map<String, EngineEntry> enginesByOs,
        List<EnginePackage> packages,
        List<String> tasks,
        List<String> placements,
        String startable,
        boolean flashAttention,
        String devices,
        @Nullable Double minimumComputeCapability,
        @Nullable String minimumDriverVersion,
        List<String> cpuFeaturesNeeded,
        List<String> deviceVendors,
        boolean recalled,
        String factsFrom) {
    /** Copies the collections. */
    public WorkerEntry {
        platforms = List.copyOf(platforms);
        architectures = List.copyOf(architectures);
        source = Map.copyOf(source);
        depends = List.copyOf(depends);
        enginesByOs = Map.copyOf(enginesByOs);
        packages = List.copyOf(packages);
        supportedFormats = List.copyOf(supportedFormats);
        tasks = List.copyOf(tasks);
        placements = List.copyOf(placements);
        cpuFeaturesNeeded = List.copyOf(cpuFeaturesNeeded);
        deviceVendors = List.copyOf(deviceVendors);
    }

    /**
     * This worker as it is on an operating system: with the engine its packages carry there.
     *
     * @param os linux, macos …; null where nobody knows it: then the engine is the usual one
     */
    public WorkerEntry on(@Nullable String os) {
        EngineEntry there = os == null ? engine : enginesByOs.getOrDefault(os, engine);
        if (there.id().equals(engine.id())) return this;
        return new WorkerEntry(
                id,
                implementation,
                workerType,
                version,
                platforms,
                architectures,
                name,
                description,
                license,
                pkgbuildUrl,
                buildSystem,
                source,
                build,
                depends,
                binaryName,
                installPath,
                supportedFormats,
                maxContextLength,
                supportsStreaming,
                supportsBatching,
                there,
                enginesByOs,
                packages,
                tasks,
                placements,
                startable,
                flashAttention,
                devices,
                minimumComputeCapability,
                minimumDriverVersion,
                cpuFeaturesNeeded,
                deviceVendors,
                recalled,
                factsFrom);
    }

    /** The package that installs it on an operating system and CPU architecture; empty where there is none. */
    public Optional<EnginePackage> packageFor(String os, String architecture) {
        return packages.stream()
                .filter(each -> each.os().equals(os) && each.architecture().equals(architecture))
                .findFirst();
    }
}
