package dev.waggle.models.gguf;

import dev.waggle.models.io.ModelFileException;
import dev.waggle.models.io.UntrustedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads GGUF headers, versions 2 and 3, as the format's specification (ggml/docs/gguf.md) and llama.cpp's own reader
 * (gguf.cpp) demand. It reads no tensor data and holds at most a few MiB whatever the file claims.
 */
public final class GgufReader {
    /** Longest key, in bytes: the specification's limit. */
    static final int KEY_BYTES = 65_535;

    /** Longest string, in bytes. The longest real one is a chat template of some 100 KB. */
    static final int STRING_BYTES = 10 << 20;

    /** Bytes of all keys and string values that are kept, so that the heap stays small. */
    static final long KEPT_STRING_BYTES = 16L << 20;

    /** Key-values in a file; real files have about 50. */
    static final int KEY_VALUES = 100_000;

    /** Elements in an array; the longest real one is a merge list of about 600,000. */
    static final int ARRAY_ELEMENTS = 4_000_000;

    /** Elements of a numeric array that are kept; real ones that matter have one per layer. */
    static final int KEPT_ELEMENTS = 4_096;

    /** Elements kept in a whole file. */
    static final int KEPT_ELEMENTS_IN_ALL = 262_144;

    /** Arrays within arrays. */
    static final int NESTING = 4;

    /** Bytes before the tensor data; the longest real header (262,144 tokens with merges) has about 20 MB. */
    static final long HEADER_BYTES = 256L << 20;

    private static final int DEFAULT_ALIGNMENT = 32;
    private static final int GREATEST_ALIGNMENT = 65_536;

    private final UntrustedFile in;
    private long keptStringBytes;
    private int keptElements;

    private GgufReader(UntrustedFile in) {
        this.in = in;
    }

    /**
     * Reads the header of one file.
     *
     * @throws ModelFileException where the file is missing, not readable, or anything in it is not as it must be
     */
    public static GgufHeader read(Path file) throws ModelFileException {
        return readAndClose(UntrustedFile.open(file));
    }

    /**
     * Reads the header of a file whose tensor data is not at hand.
     *
     * @param displayName what errors call the file; nothing is opened
     * @param header the file's first bytes; missing ones at the header's end count as zeros
     * @param fileBytes the size of the whole file, which every check holds against
     * @throws ModelFileException where anything in it is not as it must be
     */
    public static GgufHeader read(Path displayName, byte[] header, long fileBytes) throws ModelFileException {
        return readAndClose(UntrustedFile.of(displayName, header, fileBytes));
    }

    private static GgufHeader readAndClose(UntrustedFile file) throws ModelFileException {
        try (UntrustedFile in = file) {
            return new GgufReader(in).header();
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw ModelFileException.ofFile("not-readable", file.file(), "closing failed: " + e.getMessage(), "", "");
        }
    }

    private GgufHeader header() throws ModelFileException {
        int version = new GgufPreamble(in).version();
        long tensorCount = count("tensors", GgufTensorTable.LEAST_ROW_BYTES, GgufTensorTable.TENSORS);
        long keyValueCount = count("key-values", 8 + 1 + 4 + 1, KEY_VALUES);
        Map<String, GgufValue> metadata = keyValues((int) keyValueCount);
        int alignment = alignment(metadata);
        GgufTensorTable table = new GgufTensorTable(in, alignment);
        List<GgufTensor> tensors = table.read((int) tensorCount);
        long dataOffset = table.checkData(tensors);
        return new GgufHeader(in.file(), in.size(), version, metadata, tensors, alignment, dataOffset);
    }

    /** Reads a count and bounds it by the bytes that remain before anything is allocated for it. */
    private long count(String what, int leastBytesEach, long most) throws ModelFileException {
        long at = in.position();
        long count = in.i64();
        long room = in.remaining() / leastBytesEach;
        if (Long.compareUnsigned(count, Math.min(most, room)) > 0) {
            String why = Math.min(most, room) == most ? "the limit" : "all that the file's size leaves room for";
            throw bad(
                    "count-too-large",
                    at,
                    Long.toUnsignedString(count) + " " + what,
                    Math.min(most, room) + ", " + why);
        }
        return count;
    }

    private Map<String, GgufValue> keyValues(int count) throws ModelFileException {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            long at = in.position();
            String key = key();
            GgufValue value = value(type(key), key);
            if (metadata.put(key, value) != null)
                throw bad("duplicate-key", at, "key '" + key + "' again", "each key once");
            if (in.position() > HEADER_BYTES)
                throw bad("header-too-long", in.position(), "a header that goes on", HEADER_BYTES + " bytes");
        }
        return metadata;
    }

    private String key() throws ModelFileException {
        long at = in.position();
        long length = in.i64();
        if (length == 0) throw bad("empty-key", at, "an empty key", "1 to " + KEY_BYTES + " bytes");
        if (Long.compareUnsigned(length, KEY_BYTES) > 0)
            throw bad("key-too-long", at, "a key of " + Long.toUnsignedString(length) + " bytes", KEY_BYTES + " bytes");
        String key = in.utf8((int) keep(length, at), "a key");
        if (key.indexOf('\0') >= 0) throw bad("nul-in-key", at, "a NUL character in a key", "printable text");
        return key;
    }

    private GgufValueType type(String key) throws ModelFileException {
        long at = in.position();
        int id = in.i32();
        return GgufValueType.byId(id)
                .orElseThrow(() ->
                        bad("unknown-value-type", at, "value type " + id + " of key '" + shown(key) + "'", "0 to 12"));
    }

    private GgufValue value(GgufValueType type, String key) throws ModelFileException {
        return switch (type) {
            case STRING -> new GgufValue.Text(string(key));
            case ARRAY -> array(key, 1);
            default -> scalar(type, key);
        };
    }

    private GgufValue scalar(GgufValueType type, String key) throws ModelFileException {
        return switch (type) {
            case UINT8 -> new GgufValue.Whole(type, in.u8());
            case INT8 -> new GgufValue.Whole(type, (byte) in.u8());
            case UINT16 -> new GgufValue.Whole(type, in.i16() & 0xffff);
            case INT16 -> new GgufValue.Whole(type, in.i16());
            case UINT32 -> new GgufValue.Whole(type, Integer.toUnsignedLong(in.i32()));
            case INT32 -> new GgufValue.Whole(type, in.i32());
            case UINT64, INT64 -> new GgufValue.Whole(type, in.i64());
            case FLOAT32 -> new GgufValue.Real(Float.intBitsToFloat(in.i32()));
            case FLOAT64 -> new GgufValue.Real(Double.longBitsToDouble(in.i64()));
            case BOOL -> truth(key);
            case STRING, ARRAY -> throw new IllegalArgumentException(type + " is not a scalar");
        };
    }

    private GgufValue truth(String key) throws ModelFileException {
        long at = in.position();
        int value = in.u8();
        if (value > 1) throw bad("bad-bool", at, "a bool of " + value + " in key '" + shown(key) + "'", "0 or 1");
        return new GgufValue.Truth(value == 1);
    }

    private String string(String key) throws ModelFileException {
        long at = in.position();
        return in.utf8((int) keep(stringLength(key), at), "the string of key '" + shown(key) + "'");
    }

    private long stringLength(String key) throws ModelFileException {
        long at = in.position();
        long length = in.i64();
        if (Long.compareUnsigned(length, STRING_BYTES) > 0) {
            String found = "a string of " + Long.toUnsignedString(length) + " bytes in key '" + shown(key) + "'";
            throw bad("string-too-long", at, found, STRING_BYTES + " bytes");
        }
        return length;
    }

    private long keep(long bytes, long at) throws ModelFileException {
        keptStringBytes += bytes;
        if (keptStringBytes > KEPT_STRING_BYTES)
            throw bad("strings-too-long", at, "strings that go on", KEPT_STRING_BYTES + " bytes in all");
        return bytes;
    }

    private GgufValue.Array array(String key, int depth) throws ModelFileException {
        if (depth > NESTING)
            throw bad(
                    "nested-too-deep",
                    in.position(),
                    "arrays nested " + depth + " deep in key '" + shown(key) + "'",
                    NESTING + " levels");
        GgufValueType elementType = type(key);
        long at = in.position();
        long length = in.i64();
        if (Long.compareUnsigned(length, ARRAY_ELEMENTS) > 0) {
            String found = "an array of " + Long.toUnsignedString(length) + " elements in key '" + shown(key) + "'";
            throw bad("array-too-long", at, found, ARRAY_ELEMENTS + " elements");
        }
        if (length * elementType.leastBytes() > in.remaining()) {
            String found = length + " elements in key '" + shown(key) + "', more than the rest of the file holds";
            throw bad("array-too-long", at, found, (in.remaining() / elementType.leastBytes()) + " elements");
        }
        if (elementType.isFixedSize()) return numbers(elementType, length, key);
        for (long i = 0; i < length; i++) skipElement(elementType, key, depth);
        return new GgufValue.Array(elementType, length, false, List.of());
    }

    private void skipElement(GgufValueType type, String key, int depth) throws ModelFileException {
        if (type == GgufValueType.ARRAY) array(key, depth + 1);
        else in.skip(stringLength(key), "a string of key '" + shown(key) + "'");
        if (in.position() > HEADER_BYTES)
            throw bad("header-too-long", in.position(), "a header that goes on", HEADER_BYTES + " bytes");
    }

    private GgufValue.Array numbers(GgufValueType type, long length, String key) throws ModelFileException {
        boolean kept = length <= Math.min(KEPT_ELEMENTS, KEPT_ELEMENTS_IN_ALL - keptElements);
        List<GgufValue> elements = new ArrayList<>();
        if (kept) {
            keptElements += (int) length;
            for (long i = 0; i < length; i++) elements.add(scalar(type, key));
        } else {
            in.skip(length * type.leastBytes(), "the array of key '" + shown(key) + "'");
        }
        return new GgufValue.Array(type, length, kept, elements);
    }

    /** A key as an error message shows it: a hostile one can be 64 KiB long. */
    private static String shown(String key) {
        return key.length() <= 80 ? key : key.substring(0, 80) + "…";
    }

    private int alignment(Map<String, GgufValue> metadata) throws ModelFileException {
        GgufValue value = metadata.get("general.alignment");
        if (value == null) return DEFAULT_ALIGNMENT;
        if (value instanceof GgufValue.Whole whole
                && whole.type() == GgufValueType.UINT32
                && Long.bitCount(whole.bits()) == 1
                && whole.bits() <= GREATEST_ALIGNMENT) return (int) whole.bits();
        String type = value instanceof GgufValue.Whole whole ? whole.type() + " " : "";
        String allowed = "a power of two up to " + GREATEST_ALIGNMENT + " of type UINT32";
        throw ModelFileException.ofFile(
                "bad-alignment", in.file(), "general.alignment is " + type + value, allowed, "");
    }

    private ModelFileException bad(String code, long at, String found, String allowed) {
        return ModelFileException.at(code, in.file(), at, found, allowed, "");
    }
}
