package dev.waggle.server.app;

import java.util.Locale;
import java.util.Map;

/** How llama.cpp names devices: by its backend's name and a number from 0. */
public final class EngineDevices {
    /** GGML_CUDA_NAME, GGML_VK_NAME and the names of ggml-metal, v0.5.0; v0.4.0 has the same. */
    private static final Map<String, String> NAMES =
            Map.of("cuda", "CUDA", "vulkan", "Vulkan", "metal", "MTL", "rocm", "ROCm");

    private EngineDevices() {}

    /** The name of the device of that number. */
    public static String name(String backend, int number) {
        return NAMES.getOrDefault(backend, backend.toUpperCase(Locale.ROOT)) + number;
    }
}
