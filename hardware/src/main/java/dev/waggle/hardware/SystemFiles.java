package dev.waggle.hardware;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the files in which Linux, and drivers, describe a machine. What is absent or not readable is left out. */
final class SystemFiles {
    private static final int MOST = 4 << 20;
    private static final List<String> PCI_FILES =
            List.of("vendor", "device", "class", "uevent", "product_name", "mem_info_vram_total", "mem_info_vram_used");
    private static final List<String> PCI_IDS =
            List.of("/usr/share/hwdata/pci.ids", "/usr/share/misc/pci.ids", "/run/current-system/sw/share/pci.ids");
    private static final List<String> VULKAN_FOLDERS = List.of(
            "/usr/share/vulkan/icd.d",
            "/usr/local/share/vulkan/icd.d",
            "/etc/vulkan/icd.d",
            "/run/opengl-driver/share/vulkan/icd.d");

    private SystemFiles() {}

    static CgroupReading cgroup() {
        String membership = text("/proc/self/cgroup").orElse("");
        Map<String, String> files = new HashMap<>();
        for (String file : Cgroups.candidates(membership)) {
            text(file).ifPresent(content -> files.put(file, content));
        }
        return new CgroupReading(membership, files);
    }

    static PciReading pci() throws IOException {
        Map<String, Map<String, String>> functions = new HashMap<>();
        for (Path folder : list(Path.of("/sys/bus/pci/devices"))) {
            Map<String, String> files = new HashMap<>();
            text(folder + "/class").ifPresent(content -> files.put("class", content));
            String address = String.valueOf(folder.getFileName());
            if (files.getOrDefault("class", "").startsWith("0x03")
                    || files.getOrDefault("class", "").startsWith("0x12")) {
                PCI_FILES.forEach(name -> text(folder + "/" + name).ifPresent(content -> files.put(name, content)));
                functions.put(address, files);
            }
        }
        return new PciReading(functions, functions.isEmpty() ? List.of() : pciIds());
    }

    static DriverReading drivers() throws IOException {
        Set<String> manifests = new HashSet<>();
        for (String folder : VULKAN_FOLDERS) {
            list(Path.of(folder)).forEach(file -> manifests.add(String.valueOf(file.getFileName())));
        }
        Optional<String> systemRoot = Optional.ofNullable(System.getenv("SystemRoot"));
        return new DriverReading(
                manifests,
                systemRoot
                        .map(root -> new File(root, "System32\\vulkan-1.dll").exists())
                        .orElse(false),
                Files.exists(Path.of("/dev/kfd")),
                text("/sys/module/nvidia/version").map(String::strip).filter(version -> !version.isEmpty()));
    }

    /** Whether this is Linux by Java's os.name. */
    static boolean onLinux() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
    }

    private static List<String> pciIds() {
        return PCI_IDS.stream()
                .flatMap(file -> text(file).stream())
                .findFirst()
                .map(content -> content.lines().toList())
                .orElse(List.of());
    }

    private static Set<Path> list(Path folder) throws IOException {
        Set<Path> paths = new HashSet<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.forEach(paths::add);
            }
        }
        return paths;
    }

    private static Optional<String> text(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return Optional.of(new String(in.readNBytes(MOST), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
