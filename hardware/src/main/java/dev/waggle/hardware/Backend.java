package dev.waggle.hardware;

import java.util.Arrays;
import java.util.Optional;

/** The way a worker computes: on the processor, or through an interface that a GPU offers. */
public enum Backend {
    CPU("cpu"),
    CUDA("cuda"),
    METAL("metal"),
    ROCM("rocm"),
    VULKAN("vulkan");

    private final String id;

    Backend(String id) {
        this.id = id;
    }

    /** The one spelling used in JSON, rules and pages. */
    public String id() {
        return id;
    }

    /** The value spelled exactly so, or empty; aliases are not accepted. */
    public static Optional<Backend> parse(String id) {
        return Arrays.stream(values()).filter(value -> value.id.equals(id)).findFirst();
    }
}
