package dev.waggle.hardware;

import java.util.Arrays;
import java.util.Optional;

/** Who made a GPU. */
public enum Vendor {
    NVIDIA("nvidia"),
    AMD("amd"),
    INTEL("intel"),
    APPLE("apple"),
    /** Known, and none of the others. */
    OTHER("other");

    private final String id;

    Vendor(String id) {
        this.id = id;
    }

    /** The one spelling used in JSON, rules and pages. */
    public String id() {
        return id;
    }

    /** The value spelled exactly so, or empty; aliases are not accepted. */
    public static Optional<Vendor> parse(String id) {
        return Arrays.stream(values()).filter(value -> value.id.equals(id)).findFirst();
    }
}
