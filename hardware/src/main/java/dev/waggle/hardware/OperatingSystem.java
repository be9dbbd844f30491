package dev.waggle.hardware;

import java.util.Arrays;
import java.util.Optional;

/** The operating system family a worker is built for. */
public enum OperatingSystem {
    LINUX("linux"),
    MACOS("macos"),
    WINDOWS("windows"),
    FREEBSD("freebsd"),
    /** Known, and none of the others. */
    OTHER("other");

    private final String id;

    OperatingSystem(String id) {
        this.id = id;
    }

    /** The one spelling used in JSON, rules and pages. */
    public String id() {
        return id;
    }

    /** The value spelled exactly so, or empty; aliases are not accepted. */
    public static Optional<OperatingSystem> parse(String id) {
        return Arrays.stream(values()).filter(value -> value.id.equals(id)).findFirst();
    }
}
