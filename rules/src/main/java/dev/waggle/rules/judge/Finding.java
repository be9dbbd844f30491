package dev.waggle.rules.judge;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one rule found.
 *
 * @param rule its id
 * @param severity block, unknown, warn, note or offer: what it means for this verdict
 * @param message a sentence a person understands
 * @param facts the values it is about; null is unknown
 */
public record Finding(String rule, String severity, String message, Map<String, @Nullable Object> facts) {
    /** Copies the map and keeps its order. */
    public Finding {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}
