package dev.waggle.models;

import dev.waggle.models.gguf.GgufHeader;
import dev.waggle.models.gguf.GgufValue;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers a file gives of its architecture, as it gives them: keys without the architecture's name before them, text
 * left out. {@link ModelShape} is what was checked of them.
 *
 * @param values by key, such as {@code attention.head_count}
 */
public record HyperParameters(Map<String, GgufValue> values) {
    /** No keys. */
    public static final HyperParameters NONE = new HyperParameters(Map.of());

    /** Copies the map. */
    public HyperParameters {
        values = Map.copyOf(values);
    }

    static HyperParameters of(GgufHeader header, String architecture) {
        Map<String, GgufValue> values = new HashMap<>();
        String prefix = architecture + ".";
        header.metadata().forEach((key, value) -> {
            if (key.startsWith(prefix) && !(value instanceof GgufValue.Text))
                values.put(key.substring(prefix.length()), value);
        });
        return new HyperParameters(values);
    }

    /** Whether the file has the key. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** A whole number, or the first of a list of them; the other where the key is absent or something else. */
    public long whole(String key, long otherwise) {
        return perLayer(key, 0, otherwise);
    }

    /** A layer's number, from a list or one for all; the other where the key or the list's element is absent. */
    public long perLayer(String key, int layer, long otherwise) {
        GgufValue value = values.get(key);
        if (value instanceof GgufValue.Array array)
            return array.kept() && layer < array.elements().size()
                    ? whole(array.elements().get(layer), otherwise)
                    : otherwise;
        return value == null ? otherwise : whole(value, otherwise);
    }

    private static long whole(GgufValue value, long otherwise) {
        if (value instanceof GgufValue.Whole number) return number.exact().orElse(otherwise);
        return value instanceof GgufValue.Truth truth ? (truth.value() ? 1 : 0) : otherwise;
    }

    /** A number with a fraction or without; the other where the key is absent or something else. */
    public double real(String key, double otherwise) {
        GgufValue value = values.get(key);
        if (value instanceof GgufValue.Real number) return number.value();
        return value instanceof GgufValue.Whole number ? number.bits() : otherwise;
    }

    /** A truth, or a number that isn't 0; the other where the key is absent or something else. */
    public boolean truth(String key, boolean otherwise) {
        return perLayer(key, 0, otherwise ? 1 : 0) != 0;
    }
}
