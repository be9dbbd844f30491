package dev.waggle.runtime.grammar;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an array must be like. Each item is given as the schemas that hold together of it; none = any value.
 *
 * @param prefix of the first items, place by place
 * @param items of all others; null = not said
 */
record ArrayForm(List<List<Located>> prefix, @Nullable List<Located> items, CountBounds counts) {
    static final ArrayForm ANY = new ArrayForm(List.of(), null, CountBounds.ANY);

    boolean isAny() {
        return equals(ANY);
    }

    ArrayForm and(ArrayForm other) {
        List<List<Located>> both = new ArrayList<>();
        for (int i = 0; i < Math.max(prefix.size(), other.prefix.size()); i++) {
            both.add(Together.both(item(i), other.item(i)));
        }
        return new ArrayForm(List.copyOf(both), Together.both(items, other.items), counts.and(other.counts));
    }

    private @Nullable List<Located> item(int place) {
        return place < prefix.size() ? prefix.get(place) : items;
    }
}
