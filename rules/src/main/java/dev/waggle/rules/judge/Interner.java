package dev.waggle.rules.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives equal values one number, from 0. */
final class Interner<T> {
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> values = new ArrayList<>();

    Interner() {}

    /** The first number is this value's. */
    Interner(T first) {
        number(first);
    }

    int number(T value) {
        Integer known = numbers.putIfAbsent(value, values.size());
        if (known != null) return known;
        values.add(value);
        return values.size() - 1;
    }

    List<T> values() {
        return List.copyOf(values);
    }
}
