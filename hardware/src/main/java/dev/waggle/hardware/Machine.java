package dev.waggle.hardware;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A computer as far as running a model on it is concerned: detected, described by hand, or named. Component names are
 * the field names of a machine file.
 *
 * @param name what a person calls it; "local" for the detected one
 * @param os its operating system
 * @param cpuArchitecture its processor's instruction set; the machine's, also when the asking program is emulated
 * @param cpuFeatures extensions of that set which every core has, in the words of {@link CpuFeatures#vocabulary()};
 *     words outside it are allowed, in the same form
 * @param cores physical cores, not hardware threads
 * @param cpuName what the processor is sold as
 * @param ramBytes RAM the operating system has, in bytes
 * @param ramFreeBytes RAM that could be used now without swapping, in bytes: free plus reclaimable
 * @param memoryLimitBytes the limit this program's processes share, in bytes, or none; cgroups on Linux
 * @param devices its GPUs, most useful first; empty when none was found
 */
public record Machine(
        String name,
        Fact<OperatingSystem> os,
        Fact<CpuArchitecture> cpuArchitecture,
        Fact<Set<String>> cpuFeatures,
        Fact<Integer> cores,
        Fact<String> cpuName,
        Fact<Long> ramBytes,
        Fact<Long> ramFreeBytes,
        Fact<MemoryLimit> memoryLimitBytes,
        List<Device> devices) {
    private static final Pattern FEATURE = Pattern.compile("[a-z][a-z0-9_]*");

    public Machine {
        Require.text("name", name);
        cpuFeatures = cpuFeatures.map(Machine::sortedFeatures);
        cores.asOptional().filter(value -> value < 1).ifPresent(value -> {
            throw new IllegalArgumentException("cores is " + value + ", but a machine has 1 or more.");
        });
        Require.knownText("cpuName", cpuName);
        Require.notNegative("ramBytes", ramBytes);
        Require.notNegative("ramFreeBytes", ramFreeBytes);
        Require.within("ramFreeBytes", ramFreeBytes, "ramBytes", ramBytes);
        devices = List.copyOf(devices);
        requireUniqueIds(devices);
    }

    private static Set<String> sortedFeatures(Set<String> features) {
        for (String feature : features) {
            if (!FEATURE.matcher(feature).matches()) {
                throw new IllegalArgumentException("cpuFeatures has \"" + feature
                        + "\", but a feature is written in lower case like avx512_vnni. Maybe one of "
                        + CpuFeatures.vocabulary() + ".");
            }
        }
        return Collections.unmodifiableSet(new TreeSet<>(features));
    }

    private static void requireUniqueIds(List<Device> devices) {
        Set<String> ids = new HashSet<>();
        for (Device device : devices) {
            if (!ids.add(device.id())) {
                throw new IllegalArgumentException("devices has the id \"" + device.id() + "\" twice.");
            }
        }
    }
}
