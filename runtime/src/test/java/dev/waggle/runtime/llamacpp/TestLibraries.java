package dev.waggle.runtime.llamacpp;

import dev.waggle.runtime.Engine;
import dev.waggle.runtime.install.InstallException;
import dev.waggle.runtime.install.Installer;
import dev.waggle.runtime.install.NpmPackage;
import java.nio.file.Path;
import java.util.Map;

/** The libraries the tests run on, installed as a user's are, once per checkout. */
public final class TestLibraries {
    /** The version of the libraries. */
    public static final String VERSION = "0.5.0";

    private static final NpmPackage CPU = new NpmPackage(
            "@node-llama-cpp/linux-x64",
            "3.22.1",
            "sha512-5uCCDNqWCNfaAm8aR/Uzxbo4HBpKgNF91kCHPepKhgMgV2OAmatoefbOlMihsqCiH2Od35E/eUHQCFbfRBJuOg==",
            30_358_713L);

    private static final NpmPackage VULKAN = new NpmPackage(
            "@node-llama-cpp/linux-x64-vulkan",
            "3.22.1",
            "sha512-bBxqU+JOcBu1nb5Qj2zcMci+JByT1E8EajHvYodyNfVIPkEhXh+/HMwR1/BT7xP08YK0hks+kM8fglER0P8JEg==",
            73_750_139L);

    /** llama.cpp 0.4.0, as it is in the newest packages for Windows and macOS. */
    private static final NpmPackage OLDER_CPU = new NpmPackage(
            "@node-llama-cpp/linux-x64",
            "3.21.1",
            "sha512-Totj6RTDMGo3FoK2yNUaz/oGmZD0olAqTrRluFUWmu0kW2i9TOzHSW0OWCAiGkzRCVX0WsU2CyUQo/W2NYtdPA==",
            30_000_000L);

    /**
     * Mesa's driver computes Vulkan on the processor. The one of Debian 12 (22.3) crashes while it runs some fused operations: seen
     * in 4 of 12 starts, and in none of 30 without fusion.
     */
    private static final Map<String, String> MESA = Map.of(
            "GGML_VK_VISIBLE_DEVICES",
            "0",
            "GGML_VK_DISABLE_FUSION",
            "1",
            "VK_ICD_FILENAMES",
            "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json");

    private TestLibraries() {}

    /** The libraries for the processor. */
    public static Path cpu() {
        return folder(CPU);
    }

    /** The libraries for Vulkan. */
    public static Path vulkan() {
        return folder(VULKAN);
    }

    /** The engine on the processor. */
    public static Engine cpuEngine() {
        return LlamaCppEngine.of(cpu(), VERSION);
    }

    /** The engine on the processor, of the other version that is known. */
    public static Engine olderCpuEngine() {
        return LlamaCppEngine.of(folder(OLDER_CPU), "0.4.0");
    }

    /** The engine on Mesa's Vulkan. */
    public static Engine vulkanEngine() {
        return LlamaCppEngine.of(vulkan(), VERSION, MESA);
    }

    private static Path folder(NpmPackage npmPackage) {
        Path engines = Path.of(System.getProperty("waggle.test.engines", "target/engines"));
        try {
            return new Installer(engines).install(npmPackage, progress -> {}).libraryFolder();
        } catch (InstallException e) {
            throw new IllegalStateException("the test libraries can't be installed: " + e.getMessage(), e);
        }
    }
}
