package dev.waggle.hardware;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the memory limit a Linux process is under: the smallest of its control group and all above it. Version 2 has
 * it in memory.max, a number of bytes or "max"; version 1 in memory.limit_in_bytes, where no limit is a number near
 * 2^63.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">version 2</a>
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/memory.html">version 1</a>
 */
final class Cgroups {
    private static final Pattern BYTES = Pattern.compile("[0-9]{1,18}");
    private static final Pattern HUGE = Pattern.compile("[0-9]{19,20}");
    private static final long NO_LIMIT = 1L << 62;

    private Cgroups() {}

    /** The files that may hold a limit, from the process's own group up to the root. */
    static List<String> candidates(String membership) {
        List<String> files = new ArrayList<>();
        for (String line : membership.lines().toList()) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[0].equals("0") && parts[1].isEmpty()) {
                addUpwards(files, "/sys/fs/cgroup", parts[2], "/memory.max");
            } else if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains("memory")) {
                addUpwards(files, "/sys/fs/cgroup/memory", parts[2], "/memory.limit_in_bytes");
            }
        }
        return files;
    }

    static Fact<MemoryLimit> limit(CgroupReading reading) {
        List<String> files = candidates(reading.membership()).stream()
                .filter(reading.files()::containsKey)
                .toList();
        if (files.isEmpty()) {
            return inRoot(reading.membership())
                    ? Fact.known(MemoryLimit.none(), "no control group limits this process")
                    : Fact.unknown("no limit file of this process's control group could be read");
        }
        long smallest = NO_LIMIT;
        String source = files.get(0);
        for (String file : files) {
            String text = reading.files().getOrDefault(file, "").strip();
            if (BYTES.matcher(text).matches()) {
                long bytes = Long.parseLong(text);
                source = bytes < smallest ? file : source;
                smallest = Math.min(smallest, bytes);
            } else if (!text.equals("max") && !HUGE.matcher(text).matches()) {
                return Fact.unknown(file + " says \"" + text + "\", neither bytes nor max");
            }
        }
        return smallest == NO_LIMIT
                ? Fact.known(MemoryLimit.none(), "control groups")
                : Fact.known(MemoryLimit.of(smallest), source);
    }

    /** The root group has no limit file; nor has a system without control groups. */
    private static boolean inRoot(String membership) {
        return membership
                .lines()
                .allMatch(line -> line.endsWith(":/") || candidates(line).isEmpty());
    }

    private static void addUpwards(List<String> files, String mount, String group, String file) {
        // A group shown as /../x lies outside what this process may see: only the visible root is left to read.
        String path = group.contains("..") || group.equals("/") ? "" : group;
        while (!path.isEmpty()) {
            files.add(mount + path + file);
            path = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        }
        files.add(mount + file);
    }
}
