package dev.waggle.hardware;

import dev.waggle.hardware.oshi.RamReading;
import java.util.List;

/**
 * Where the facts about the machine itself come from.
 *
 * @param osName Java's os.name
 * @param osArch Java's os.arch
 * @param cpuName the processor's name
 * @param cores physical cores
 * @param cpuFlags flag lines, see {@link CpuFeatures#parse}
 * @param ram total and available bytes
 * @param cgroup the control group this process is in and the limits found on its way up
 */
record HostSources(
        Source<String> osName,
        Source<String> osArch,
        Source<String> cpuName,
        Source<Integer> cores,
        Source<List<String>> cpuFlags,
        Source<RamReading> ram,
        Source<CgroupReading> cgroup) {}
