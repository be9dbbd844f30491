package dev.waggle.runtime;

import dev.waggle.runtime.protocol.LoadSettings;
import java.nio.file.Path;

/**
 * Exactly what to start.
 *
 * @param engine the program
 * @param modelFile absolute path of the model file, the first one of several
 * @param settings how to load it
 */
public record Plan(Engine engine, Path modelFile, LoadSettings settings) {
    public Plan {
        if (!modelFile.isAbsolute()) {
            throw new IllegalArgumentException("the model file's path is not absolute: " + modelFile);
        }
    }
}
