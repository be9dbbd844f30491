package dev.waggle.server.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The folder Waggle keeps its own files in. */
final class DataFolder {
    private DataFolder() {}

    /**
     * The folder that was named, else WAGGLE_DATA, else where the XDG base directory specification puts data.
     *
     * @param named the folder given on the command line, or null
     * @param environment the process's environment
     */
    static Path of(@Nullable Path named, Map<String, String> environment) {
        if (named != null) return named.toAbsolutePath();
        String own = environment.getOrDefault("WAGGLE_DATA", "");
        if (!own.isEmpty()) return Path.of(own).toAbsolutePath();
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        Path data = xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(xdg);
        return data.resolve("waggle").toAbsolutePath();
    }
}
