package dev.waggle.hardware.oshi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.GpuStats;
import oshi.hardware.GraphicsCard;
import oshi.hardware.HardwareAbstractionLayer;

/**
 * Reads the machine through OSHI; a new reader for each look, because OSHI remembers. Every method may throw whatever OSHI or its native library throws;
 * none of the slow questions (processes, sensors, displays) is asked.
 */
public final class OshiReader {
    private @Nullable HardwareAbstractionLayer hardware;

    /** Sets logging up: several readers that did so at once would print that they saw each other half done. */
    public OshiReader() {
        LoggerFactory.getILoggerFactory();
    }

    /** What the processor is sold as. */
    public String cpuName() {
        return hardware().getProcessor().getProcessorIdentifier().getName();
    }

    /** Physical cores. */
    public int physicalCores() {
        return hardware().getProcessor().getPhysicalProcessorCount();
    }

    /** Lines whose format differs by system: see {@link CentralProcessor#getFeatureFlags}. */
    public List<String> cpuFlags() {
        return hardware().getProcessor().getFeatureFlags();
    }

    /** RAM in bytes: all of it, and what is available now (MemAvailable on Linux). */
    public RamReading ram() {
        GlobalMemory memory = hardware().getMemory();
        return new RamReading(memory.getTotal(), memory.getAvailable());
    }

    /**
     * Graphics cards. On Linux OSHI starts lspci once and again for each card, then lshw, and takes the size of an
     * address window for the memory, so the caller does not ask there.
     */
    public List<OshiCard> cards() {
        List<OshiCard> cards = new ArrayList<>();
        for (GraphicsCard card : hardware().getGraphicsCards()) {
            cards.add(new OshiCard(
                    cards.size(),
                    card.getName(),
                    card.getVendor(),
                    card.getVersionInfo(),
                    card.getVRam(),
                    usedBytes(card)));
        }
        return cards;
    }

    /** Made at first need, so that an OSHI that cannot start fails in a question and not before. */
    private synchronized HardwareAbstractionLayer hardware() {
        HardwareAbstractionLayer made = hardware == null ? new SystemInfo().getHardware() : hardware;
        hardware = made;
        return made;
    }

    private static long usedBytes(GraphicsCard card) {
        try (GpuStats stats = card.createStatsSession()) {
            return stats.getVramUsed();
        }
    }
}
