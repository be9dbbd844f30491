package dev.waggle.rules.matrix;

import java.util.Arrays;

/** A table from pairs of numbers to numbers, without boxes: matrices look up millions. Not safe for two threads. */
final class PairNumbers {
    static final int NONE = -1;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] keys = new long[64];
    private int[] values = empty(64);
    private int size;

    private static int[] empty(int length) {
        int[] values = new int[length];
        Arrays.fill(values, NONE);
        return values;
    }

    /** The number of a pair of numbers from 0; {@link #NONE} where none was put. */
    int get(int a, int b) {
        return values[slot(key(a, b))];
    }

    void put(int a, int b, int value) {
        if (2 * ++size > keys.length) grow();
        store(key(a, b), value);
    }

    /** Forgets all. */
    void clear() {
        Arrays.fill(values, NONE);
        size = 0;
    }

    private static long key(int a, int b) {
        return ((long) a << 32) | b;
    }

    private void store(long key, int value) {
        int slot = slot(key);
        keys[slot] = key;
        values[slot] = value;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key * SPREAD) >>> 32) & mask;
        while (values[slot] != NONE && keys[slot] != key) slot = (slot + 1) & mask;
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = empty(keys.length);
        for (int i = 0; i < oldKeys.length; i++) if (oldValues[i] != NONE) store(oldKeys[i], oldValues[i]);
    }
}
