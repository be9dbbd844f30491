package dev.waggle.runtime.llamacpp;

import dev.waggle.runtime.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The libraries the tests run on: a folder that holds npm's packages of them. */
public final class TestLibraries {
    /** The version of the libraries. */
    public static final String VERSION = "0.5.0";

    private static final Path PACKAGES =
            Path.of(System.getProperty("waggle.test.libraries", "/tmp/eng"), "node_modules", "@node-llama-cpp");

    private static final Path OLDER = Path.of(
            System.getProperty("waggle.test.libraries.older", "/tmp/bind-eng4"), "node_modules", "@node-llama-cpp");

    /** Mesa's driver computes Vulkan on the processor. */
    private static final Map<String, String> MESA =
            Map.of("GGML_VK_VISIBLE_DEVICES", "0", "VK_ICD_FILENAMES", "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json");

    private TestLibraries() {}

    /** The libraries for the processor. */
    public static Path cpu() {
        return folder("linux-x64");
    }

    /** The libraries for Vulkan. */
    public static Path vulkan() {
        return folder("linux-x64-vulkan");
    }

    /** The engine on the processor. */
    public static Engine cpuEngine() {
        return LlamaCppEngine.of(cpu(), VERSION);
    }

    /** The engine on the processor, of the other version that is known. */
    public static Engine olderCpuEngine() {
        return LlamaCppEngine.of(folder(OLDER, "linux-x64"), "0.4.0");
    }

    /** The engine on Mesa's Vulkan. */
    public static Engine vulkanEngine() {
        return LlamaCppEngine.of(vulkan(), VERSION, MESA);
    }

    private static Path folder(String build) {
        return folder(PACKAGES, build);
    }

    private static Path folder(Path packages, String build) {
        Path folder = packages.resolve(build).resolve("bins").resolve(build);
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException("the test libraries are not there: " + folder);
        }
        return folder;
    }
}
