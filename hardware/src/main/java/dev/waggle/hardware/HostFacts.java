package dev.waggle.hardware;

import dev.waggle.hardware.oshi.RamReading;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The facts of a {@link Machine} that are not about GPUs. Units as there. */
record HostFacts(
        Fact<OperatingSystem> os,
        Fact<CpuArchitecture> cpuArchitecture,
        Fact<Set<String>> cpuFeatures,
        Fact<Integer> cores,
        Fact<String> cpuName,
        Fact<Long> ramBytes,
        Fact<Long> ramFreeBytes,
        Fact<MemoryLimit> memoryLimitBytes) {
    /** Processors that also run programs made for x86, which then report that as the architecture. */
    private static final Pattern ARM_THAT_EMULATES = Pattern.compile("(Apple |Snapdragon|Microsoft SQ).*");

    /** Starts reading everything; the supplier waits for it. */
    static Supplier<HostFacts> start(Readings readings, HostSources sources) {
        Supplier<Fact<String>> osName = readings.start("Java's os.name", sources.osName());
        Supplier<Fact<String>> osArch = readings.start("Java's os.arch", sources.osArch());
        Supplier<Fact<String>> cpuName = readings.start("OSHI", sources.cpuName());
        Supplier<Fact<Integer>> cores = readings.start("OSHI", sources.cores());
        Supplier<Fact<List<String>>> flags = readings.start("OSHI", sources.cpuFlags());
        Supplier<Fact<RamReading>> ram = readings.start("OSHI", sources.ram());
        Supplier<Fact<CgroupReading>> cgroup = readings.start("control groups", sources.cgroup());
        return () -> {
            Fact<String> processor = cpuName.get().flatMap(HostFacts::name);
            return new HostFacts(
                    osName.get().map(HostFacts::os),
                    architecture(osArch.get(), processor),
                    flags.get().flatMap(lines -> CpuFeatures.parse(lines, "OSHI")),
                    cores.get().flatMap(HostFacts::cores),
                    processor,
                    ram.get().flatMap(HostFacts::total),
                    ram.get().flatMap(HostFacts::free),
                    cgroup.get().flatMap(Cgroups::limit));
        };
    }

    private static OperatingSystem os(String name) {
        String text = name.toLowerCase(Locale.ROOT);
        if (text.startsWith("linux")) {
            return OperatingSystem.LINUX;
        }
        if (text.startsWith("mac") || text.startsWith("darwin")) {
            return OperatingSystem.MACOS;
        }
        if (text.startsWith("windows")) {
            return OperatingSystem.WINDOWS;
        }
        return text.startsWith("freebsd") ? OperatingSystem.FREEBSD : OperatingSystem.OTHER;
    }

    private static Fact<CpuArchitecture> architecture(Fact<String> osArch, Fact<String> cpuName) {
        if (cpuName.asOptional()
                .filter(name -> ARM_THAT_EMULATES.matcher(name).matches())
                .isPresent()) {
            return Fact.known(CpuArchitecture.AARCH64, "the processor's name");
        }
        return osArch.flatMap(arch -> switch (arch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x64" -> Fact.known(CpuArchitecture.X86_64, osArch.origin());
            case "aarch64", "arm64" -> Fact.known(CpuArchitecture.AARCH64, osArch.origin());
            case "x86", "i386", "i486", "i586", "i686" -> Fact.known(CpuArchitecture.X86, osArch.origin());
            default ->
                CpuArchitecture.parse(arch.toLowerCase(Locale.ROOT))
                        .map(value -> Fact.known(value, osArch.origin()))
                        .orElseGet(() -> Fact.unknown(osArch.origin() + " says " + arch));
        });
    }

    private static Fact<String> name(String cpuName) {
        String text = cpuName.strip();
        return text.isEmpty() || text.equalsIgnoreCase("unknown")
                ? Fact.unknown("OSHI gives no processor name")
                : Fact.known(text, "OSHI");
    }

    private static Fact<Integer> cores(int count) {
        return count > 0 ? Fact.known(count, "OSHI") : Fact.unknown("OSHI counts " + count + " cores");
    }

    private static Fact<Long> total(RamReading ram) {
        return ram.totalBytes() > 0
                ? Fact.known(ram.totalBytes(), "OSHI")
                : Fact.unknown("OSHI says " + ram.totalBytes() + " bytes of RAM");
    }

    private static Fact<Long> free(RamReading ram) {
        return ram.availableBytes() >= 0 && ram.totalBytes() > 0 && ram.availableBytes() <= ram.totalBytes()
                ? Fact.known(ram.availableBytes(), "OSHI")
                : Fact.unknown(
                        "OSHI says " + ram.availableBytes() + " of " + ram.totalBytes() + " bytes are available");
    }
}
