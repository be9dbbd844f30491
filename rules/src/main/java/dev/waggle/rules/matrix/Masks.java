package dev.waggle.rules.matrix;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sets of small numbers, each with a number of its own, so that cells can hold and join them as plain numbers. */
final class Masks {
    /** The number of the empty set. */
    static final int EMPTY = 0;

    private final Map<BitSet, Integer> numbers = new HashMap<>();
    private final List<BitSet> sets = new ArrayList<>();
    private final PairNumbers unions = new PairNumbers();

    Masks() {
        number(new BitSet());
    }

    /** The number of a set, which must not be changed any more. */
    int number(BitSet set) {
        Integer known = numbers.putIfAbsent(set, sets.size());
        if (known != null) return known;
        sets.add(set);
        return sets.size() - 1;
    }

    BitSet set(int number) {
        return sets.get(number);
    }

    /** Everything that is in either. */
    int union(int a, int b) {
        if (a == b || b == EMPTY) return a;
        if (a == EMPTY) return b;
        int known = unions.get(a, b);
        return known != PairNumbers.NONE ? known : join(a, b);
    }

    private int join(int a, int b) {
        BitSet both = (BitSet) sets.get(a).clone();
        both.or(sets.get(b));
        int number = number(both);
        unions.put(a, b, number);
        return number;
    }
}
