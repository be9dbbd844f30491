package dev.waggle.models.gguf;

import java.util.Optional;

/** The types a GGUF key-value can have, in the order of their numbers in a file (gguf.h, version 3). */
public enum GgufValueType {
    UINT8(0, 1),
    INT8(1, 1),
    UINT16(2, 2),
    INT16(3, 2),
    UINT32(4, 4),
    INT32(5, 4),
    FLOAT32(6, 4),
    BOOL(7, 1),
    STRING(8, 8),
    ARRAY(9, 12),
    UINT64(10, 8),
    INT64(11, 8),
    FLOAT64(12, 8);

    private static final GgufValueType[] VALUES = values();

    private final int id;
    private final int leastBytes;

    GgufValueType(int id, int leastBytes) {
        this.id = id;
        this.leastBytes = leastBytes;
    }

    /** The type with this number in a file. */
    public static Optional<GgufValueType> byId(int id) {
        return id < 0 || id >= VALUES.length ? Optional.empty() : Optional.of(VALUES[id]);
    }

    /** The number that stands for this type in a file. */
    public int id() {
        return id;
    }

    /** Bytes of a value; of a string or array the least it can take (its length fields). */
    public int leastBytes() {
        return leastBytes;
    }

    /** True where every value takes exactly {@link #leastBytes}. */
    public boolean isFixedSize() {
        return this != STRING && this != ARRAY;
    }
}
