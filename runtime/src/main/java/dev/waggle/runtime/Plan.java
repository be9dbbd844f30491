package dev.waggle.runtime;

import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.MemoryUse;
import java.nio.file.Path;
import java.util.List;

/**
 * Exactly what to start.
 *
 * @param engine the program
 * @param modelFile absolute path of the model file, the first one of several
 * @param settings how to load it
 * @param estimate what it should take of each memory, by the arithmetic that judged it; empty = unknown
 */
public record Plan(Engine engine, Path modelFile, LoadSettings settings, List<MemoryUse> estimate) {
    public Plan {
        estimate = List.copyOf(estimate);
        if (!modelFile.isAbsolute()) {
            throw new IllegalArgumentException("the model file's path is not absolute: " + modelFile);
        }
    }
}
