package dev.waggle.models.gguf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes GGUF bytes one by one, right or wrong, as a test wants them. */
public final class RawGguf {
    private final LittleEndianBytes out = new LittleEndianBytes();

    /** The magic, a version and the two counts. */
    public static RawGguf header(int version, long tensors, long keyValues) {
        return new RawGguf().ascii("GGUF").i32(version).i64(tensors).i64(keyValues);
    }

    /** A header of version 3 whose first key-value names the architecture llama; {@code more} key-values follow. */
    public static RawGguf llama(long tensors, int more) {
        return header(3, tensors, 1L + more).key("general.architecture", 8).string("llama");
    }

    /** Raw text without a length. */
    public RawGguf ascii(String text) {
        out.bytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** One byte. */
    public RawGguf i8(int value) {
        out.i8(value);
        return this;
    }

    /** Four bytes. */
    public RawGguf i32(int value) {
        out.i32(value);
        return this;
    }

    /** Eight bytes. */
    public RawGguf i64(long value) {
        out.i64(value);
        return this;
    }

    /** A string with its length. */
    public RawGguf string(String text) {
        out.string(text);
        return this;
    }

    /** A key and the number of its value's type. */
    public RawGguf key(String key, int type) {
        return string(key).i32(type);
    }

    /** A key and an unsigned 32-bit number. */
    public RawGguf u32(String key, int value) {
        return key(key, 4).i32(value);
    }

    /** A row of the tensor table. */
    public RawGguf tensor(String name, int type, long offset, long... dimensions) {
        string(name).i32(dimensions.length);
        for (long dimension : dimensions) i64(dimension);
        return i32(type).i64(offset);
    }

    /** Zeros up to a multiple of 32, then that many zeros. */
    public RawGguf data(int bytes) {
        while (out.toArray().length % 32 != 0) i8(0);
        for (int i = 0; i < bytes; i++) i8(0);
        return this;
    }

    /** What was written. */
    public byte[] bytes() {
        return out.toArray();
    }

    /** Writes it to a file. */
    public Path to(Path file) {
        return write(file, bytes());
    }

    /** Writes bytes to a file. */
    public static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
