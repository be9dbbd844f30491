package dev.waggle.hardware;

import dev.waggle.hardware.cuda.CudaReader;
import dev.waggle.hardware.oshi.OshiCard;
import dev.waggle.hardware.oshi.OshiReader;
import java.time.Duration;
import java.util.List;

/**
 * Finds out what this machine has. It never throws for what it finds: what cannot be read is unknown, with the reason.
 */
public final class MachineDetector {
    /** A driver that has to wake eight GPUs takes seconds; one that hangs takes no longer than this. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private MachineDetector() {}

    /** Reads this machine anew, so that what is free is free now. Takes a fraction of a second, at most about 10 s. */
    public static Detection detect() {
        OshiReader oshi = new OshiReader();
        return detect(hostSources(oshi), cardSources(oshi), LIMIT);
    }

    /** The same from given sources. */
    static Detection detect(HostSources hostSources, CardSources cardSources, Duration limit) {
        try (Readings readings = new Readings(limit)) {
            CardFinder finder = new CardFinder(readings, cardSources);
            HostFacts host = HostFacts.start(readings, hostSources).get();
            List<Device> devices = finder.devices(host);
            Machine machine = new Machine(
                    "local",
                    host.os(),
                    host.cpuArchitecture(),
                    host.cpuFeatures(),
                    host.cores(),
                    host.cpuName(),
                    host.ramBytes(),
                    host.ramFreeBytes(),
                    host.memoryLimitBytes(),
                    devices);
            return new Detection(machine, finder.notes());
        }
    }

    private static HostSources hostSources(OshiReader oshi) {
        return new HostSources(
                () -> System.getProperty("os.name", ""),
                () -> System.getProperty("os.arch", ""),
                oshi::cpuName,
                oshi::physicalCores,
                oshi::cpuFlags,
                oshi::ram,
                SystemFiles::cgroup);
    }

    private static CardSources cardSources(OshiReader oshi) {
        return new CardSources(
                CudaReader::read,
                CudaReader::freeBytes,
                () -> NvidiaSmiReader.read(LIMIT.toMillis()),
                SystemFiles::pci,
                () -> oshiCards(oshi),
                SystemFiles::drivers);
    }

    /** Not on Linux, see {@link OshiReader#cards}, nor on Apple silicon, whose GPU its processor tells. */
    private static List<OshiCard> oshiCards(OshiReader reader) {
        boolean told = SystemFiles.onLinux() || reader.cpuName().startsWith("Apple ");
        return told ? List.of() : reader.cards();
    }
}
