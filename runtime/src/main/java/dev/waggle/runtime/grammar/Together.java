package dev.waggle.runtime.grammar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Schemas that hold together of one value, each once. */
final class Together {
    private Together() {}

    /** Those of both sides; a side that says nothing adds none. */
    @NullUnmarked
    static List<Located> both(@Nullable List<Located> one, @Nullable List<Located> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        Map<String, Located> all = new LinkedHashMap<>();
        one.forEach(each -> all.putIfAbsent(each.pointer(), each));
        other.forEach(each -> all.putIfAbsent(each.pointer(), each));
        return List.copyOf(all.values());
    }
}
