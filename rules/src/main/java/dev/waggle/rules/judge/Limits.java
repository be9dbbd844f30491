package dev.waggle.rules.judge;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a question could go where it was judged to run.
 *
 * @param maxContextTokens the longest context that is still judged as well, by element type of the key-value cache; a
 *     type is absent where none is
 */
public record Limits(Map<String, Long> maxContextTokens) {
    /** Copies the map and keeps its order. */
    public Limits {
        maxContextTokens = Collections.unmodifiableMap(new LinkedHashMap<>(maxContextTokens));
    }
}
