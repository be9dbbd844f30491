package dev.waggle.runtime.llamacpp;

import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.protocol.LoadProblem;
import java.util.Map;
import java.util.TreeMap;

/** The types a key-value cache may have, as numbers of {@code ggml_type} (ggml/include/ggml.h, common/arg.cpp). */
final class CacheTypes {
    private static final Map<String, Integer> TYPES =
            Map.of("f32", 0, "f16", 1, "q4_0", 2, "q4_1", 3, "q5_0", 6, "q5_1", 7, "q8_0", 8, "iq4_nl", 20, "bf16", 30);

    private CacheTypes() {}

    static int of(String name) throws LoadException {
        Integer type = TYPES.get(name);
        if (type == null) {
            throw new LoadException(
                    LoadProblem.UNSUPPORTED_SETTINGS,
                    "This engine has no cache type " + name + "; it has "
                            + String.join(", ", new TreeMap<>(TYPES).keySet()) + ".");
        }
        return type;
    }
}
