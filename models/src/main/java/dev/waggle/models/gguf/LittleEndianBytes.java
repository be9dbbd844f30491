package dev.waggle.models.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A growing array of bytes, least significant first. */
final class LittleEndianBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    LittleEndianBytes bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    LittleEndianBytes i8(int value) {
        out.write(value);
        return this;
    }

    LittleEndianBytes i16(int value) {
        return i8(value).i8(value >>> 8);
    }

    LittleEndianBytes i32(int value) {
        return i16(value).i16(value >>> 16);
    }

    LittleEndianBytes i64(long value) {
        return i32((int) value).i32((int) (value >>> 32));
    }

    LittleEndianBytes f32(float value) {
        return i32(Float.floatToIntBits(value));
    }

    /** A GGUF string: its length in bytes, then UTF-8. */
    LittleEndianBytes string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return i64(utf8.length).bytes(utf8);
    }

    byte[] toArray() {
        return out.toByteArray();
    }
}
