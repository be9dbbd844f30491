package dev.waggle.runtime.guarded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a foreign program gets of our environment: the few variables every worker gets, and those that tell a driver which
 * devices there are. Nothing secret is among them.
 */
public final class ScrubbedEnvironment {
    private static final List<String> KEPT = List.of("PATH", "LD_LIBRARY_PATH", "SystemRoot", "windir");

    private static final List<String> DRIVERS = List.of(
            "CUDA_VISIBLE_DEVICES",
            "CUDA_DEVICE_ORDER",
            "HIP_VISIBLE_DEVICES",
            "ROCR_VISIBLE_DEVICES",
            "GGML_VK_VISIBLE_DEVICES",
            "VK_ICD_FILENAMES",
            "VK_DRIVER_FILES");

    private ScrubbedEnvironment() {}

    /** The variables about devices and drivers that are set here. */
    public static Map<String, String> drivers() {
        Map<String, String> set = new TreeMap<>();
        for (String name : DRIVERS) {
            String value = System.getenv(name);
            if (value != null) {
                set.put(name, value);
            }
        }
        return set;
    }

    /** A command in a folder that is its home too. */
    static ProcessBuilder of(List<String> command, Path folder) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> !KEPT.contains(name) && !DRIVERS.contains(name));
        environment.put("LANG", "C.UTF-8");
        environment.put("LC_ALL", "C.UTF-8");
        for (String name : List.of("HOME", "TMPDIR", "TMP", "TEMP")) {
            environment.put(name, folder.toString());
        }
        return builder;
    }
}
