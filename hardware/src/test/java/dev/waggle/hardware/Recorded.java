package dev.waggle.hardware;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The texts under hardware/ of the test fixtures, as readers would give them. */
final class Recorded {
    private Recorded() {}

    static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Recorded.class.getResourceAsStream("/hardware/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<String> lines(String name) {
        return text(name).lines().toList();
    }

    static SmiReading smi(String name, int exitCode) {
        return new SmiReading(NvidiaSmi.FIELDS, exitCode, text("nvidia-smi/" + name));
    }

    static PciReading pci(String name) {
        Map<String, Map<String, String>> functions = new HashMap<>();
        for (String line : lines("pci/" + name)) {
            int slash = line.indexOf('/');
            int colon = line.indexOf(':', slash);
            functions
                    .computeIfAbsent(line.substring(0, slash), address -> new HashMap<>())
                    .merge(line.substring(slash + 1, colon), line.substring(colon + 1) + "\n", String::concat);
        }
        return new PciReading(functions, lines("pci/names.txt"));
    }

    static CgroupReading cgroup(String name) {
        StringBuilder membership = new StringBuilder();
        Map<String, String> files = new HashMap<>();
        for (String line : lines("cgroup/" + name)) {
            int colon = line.indexOf(':');
            if (line.startsWith("/proc/")) {
                membership.append(line.substring(colon + 1)).append('\n');
            } else {
                files.put(line.substring(0, colon), line.substring(colon + 1) + "\n");
            }
        }
        return new CgroupReading(membership.toString(), files);
    }
}
