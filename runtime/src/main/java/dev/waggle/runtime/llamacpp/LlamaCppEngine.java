package dev.waggle.runtime.llamacpp;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.jna.Library;
import dev.waggle.runtime.Engine;
import dev.waggle.runtime.JavaChild;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** llama.cpp's own libraries, in a Java process of their own: on the processor and on every GPU that has a package. */
public final class LlamaCppEngine {
    /**
     * What the graphics drivers' loaders look at. Of the agent's environment only these are passed on: they name devices and
     * drivers' files, nothing secret.
     */
    private static final List<String> DRIVER_VARIABLES = List.of(
            "CUDA_VISIBLE_DEVICES",
            "CUDA_DEVICE_ORDER",
            "CUDA_CACHE_PATH",
            "NVIDIA_VISIBLE_DEVICES",
            "GGML_VK_VISIBLE_DEVICES",
            "GGML_VK_DISABLE_FUSION",
            "VK_DRIVER_FILES",
            "VK_ICD_FILENAMES",
            "VK_ADD_DRIVER_FILES",
            "MESA_SHADER_CACHE_DIR");

    /** With GNU's C++ library only: there the library's own count can be read before a load. */
    private static final boolean MEASURES =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");

    private LlamaCppEngine() {}

    /** The versions of llama.cpp that can be bound. */
    public static List<String> versions() {
        return Llama.VERSIONS;
    }

    /**
     * The engine on the Java that runs now.
     *
     * @param libraryFolder the folder of one package's libraries; it must stay as it is while workers run
     * @param version the version they are of, one of {@link #versions}
     */
    public static Engine of(Path libraryFolder, String version) {
        return of(libraryFolder, version, Map.of());
    }

    /**
     * The engine on the Java that runs now, with variables beyond those of the graphics drivers that are set here.
     *
     * @param libraryFolder the folder of one package's libraries; it must stay as it is while workers run
     * @param version the version they are of, one of {@link #versions}
     * @param extraEnvironment wins over what is set here
     */
    public static Engine of(Path libraryFolder, String version, Map<String, String> extraEnvironment) {
        if (!versions().contains(version)) {
            throw new IllegalArgumentException("the version is " + version + ", must be one of " + versions());
        }
        JavaChild child = JavaChild.here(
                LlamaCppEngine.class,
                Library.class,
                ObjectMapper.class,
                JsonFactory.class,
                JsonProperty.class,
                NullMarked.class);
        List<String> command = child.command(
                List.of("-Djna.tmpdir=" + Engine.FOLDER, "-Djna.nosys=true"),
                LlamaCppWorker.class,
                List.of(libraryFolder.toAbsolutePath().toString(), version));
        Map<String, String> environment = new HashMap<>();
        DRIVER_VARIABLES.forEach(name -> {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        });
        environment.put("GGML_NO_BACKTRACE", "1");
        environment.putAll(extraEnvironment);
        return new Engine(LlamaCppWorker.name(version), command, environment, MEASURES);
    }
}
