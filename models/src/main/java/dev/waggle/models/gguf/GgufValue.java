package dev.waggle.models.gguf;

import java.util.List;
import java.util.OptionalLong;

/** One value of a GGUF header, as the file says it. */
public sealed interface GgufValue {
    /** A whole number. {@code bits} is its value, except for a {@code UINT64} above 2⁶³−1, which wraps. */
    record Whole(GgufValueType type, long bits) implements GgufValue {
        /** The number, or empty where it is an unsigned one above 2⁶³−1. */
        public OptionalLong exact() {
            return type == GgufValueType.UINT64 && bits < 0 ? OptionalLong.empty() : OptionalLong.of(bits);
        }

        @Override
        public String toString() {
            return type == GgufValueType.UINT64 ? Long.toUnsignedString(bits) : Long.toString(bits);
        }
    }

    /** A floating-point number. */
    record Real(double value) implements GgufValue {
        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    /** True or false. */
    record Truth(boolean value) implements GgufValue {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** A string. */
    record Text(String value) implements GgufValue {
        @Override
        public String toString() {
            return value;
        }
    }

    /**
     * An array. Short arrays of fixed-size elements are kept; of longer ones (vocabularies) and of strings only their
     * length is known, {@code elements} is empty and {@code kept} false.
     */
    record Array(GgufValueType elementType, long length, boolean kept, List<GgufValue> elements) implements GgufValue {
        /** Copies the elements. */
        public Array {
            elements = List.copyOf(elements);
        }

        @Override
        public String toString() {
            return kept ? elements.toString() : length + " × " + elementType;
        }
    }
}
