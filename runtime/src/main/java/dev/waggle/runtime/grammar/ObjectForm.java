package dev.waggle.runtime.grammar;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an object must be like. Each property is given as the schemas that hold together of it; none = any value.
 *
 * @param properties in the order they are written
 * @param required names that must be there
 * @param additional of all other properties; null = not said
 */
record ObjectForm(
        Map<String, List<Located>> properties,
        Set<String> required,
        @Nullable List<Located> additional,
        CountBounds counts) {
    static final ObjectForm ANY = new ObjectForm(Map.of(), Set.of(), null, CountBounds.ANY);

    ObjectForm {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        required = Collections.unmodifiableSet(new LinkedHashSet<>(required));
    }

    boolean isAny() {
        return equals(ANY);
    }

    ObjectForm and(ObjectForm other) {
        Map<String, List<Located>> both = new LinkedHashMap<>();
        properties.forEach((name, mine) -> both.put(name, Together.both(mine, other.said(name))));
        other.properties.forEach((name, its) -> both.putIfAbsent(name, Together.both(additional, its)));
        Set<String> needed = new LinkedHashSet<>(required);
        needed.addAll(other.required);
        return new ObjectForm(both, needed, Together.both(additional, other.additional), counts.and(other.counts));
    }

    /** What is said of the property of that name, listed or not; null = nothing. */
    @Nullable
    List<Located> said(String name) {
        return properties.containsKey(name) ? properties.get(name) : additional;
    }

    /** The properties to write: the listed ones, then what is only required. */
    Map<String, List<Located>> written() {
        Map<String, List<Located>> all = new LinkedHashMap<>(properties);
        for (String name : required) {
            List<Located> others = additional == null ? List.of() : additional;
            all.putIfAbsent(name, others);
        }
        return all;
    }

    /** The schemas of properties to write beside {@link #written}; null = there are none. */
    @Nullable
    List<Located> writtenOthers() {
        boolean free = additional == null && properties.isEmpty() && required.isEmpty();
        return free ? List.of() : additional;
    }
}
