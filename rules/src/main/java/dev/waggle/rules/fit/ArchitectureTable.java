package dev.waggle.rules.fit;

import java.util.Map;

/**
 * What llama.cpp's code, rather than a file, says of architectures.
 *
 * @param rows by {@code general.architecture}
 */
public record ArchitectureTable(Map<String, ArchitectureFacts> rows) {
    /** Copies the map. */
    public ArchitectureTable {
        rows = Map.copyOf(rows);
    }

    /** What is on record of an architecture, or {@link ArchitectureFacts#UNRECORDED}. */
    ArchitectureFacts of(String architecture) {
        return rows.getOrDefault(architecture, ArchitectureFacts.UNRECORDED);
    }
}
