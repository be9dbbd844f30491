package dev.waggle.models.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A little-endian reader that walks a file from its start and never trusts a length in it: each read is checked against
 * the bytes that remain before anything is allocated. It keeps one window of {@value #WINDOW_BYTES} bytes in memory and
 * never maps the file, so a file that shrinks meanwhile is a typed error and not a fault.
 */
public final class UntrustedFile implements Closeable {
    private static final int WINDOW_BYTES = 1 << 18;

    private final Path file;
    private final ByteSource source;
    private final long size;
    private final ByteBuffer window =
            ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long windowStart;

    private UntrustedFile(Path file, ByteSource source, long size) {
        this.file = file;
        this.source = source;
        this.size = size;
    }

    /**
     * Opens a regular file. Pipes, devices, folders and link loops are refused before they are opened, since opening
     * some of them blocks for ever.
     */
    public static UntrustedFile open(Path file) throws ModelFileException {
        return of(file, FileSource.open(file));
    }

    /**
     * A file of which only the first bytes are at hand; the others, up to its size, count as zeros.
     *
     * @param name what errors call it; nothing is opened
     * @param header its first bytes, not copied
     * @param fileBytes the size of the whole file
     */
    public static UntrustedFile of(Path name, byte[] header, long fileBytes) throws ModelFileException {
        if (header.length > fileBytes)
            throw ModelFileException.ofFile(
                    "longer-than-file",
                    name,
                    "a header of " + header.length + " bytes",
                    "at most " + fileBytes + " bytes, the file's size",
                    "the size is another file's");
        return of(name, new HeaderSource(header, fileBytes));
    }

    private static UntrustedFile of(Path name, ByteSource source) throws ModelFileException {
        try {
            return new UntrustedFile(name, source, source.size());
        } catch (IOException e) {
            throw FileSource.unreadable(name, String.valueOf(e.getMessage()));
        }
    }

    /** The file as it was given. */
    public Path file() {
        return file;
    }

    /** Bytes of the whole file when it was opened. */
    public long size() {
        return size;
    }

    /** The byte that is read next. */
    public long position() {
        return windowStart + window.position();
    }

    /** Bytes between {@link #position} and the end. */
    public long remaining() {
        return size - position();
    }

    /** Reads an unsigned byte. */
    public int u8() throws ModelFileException {
        need(1, "a byte");
        return window.get() & 0xff;
    }

    /** Reads 2 bytes as a signed number. */
    public short i16() throws ModelFileException {
        need(2, "a 16-bit number");
        return window.getShort();
    }

    /** Reads 4 bytes as a signed number. */
    public int i32() throws ModelFileException {
        need(4, "a 32-bit number");
        return window.getInt();
    }

    /** Reads 8 bytes as a signed number. */
    public long i64() throws ModelFileException {
        need(8, "a 64-bit number");
        return window.getLong();
    }

    /** Reads bytes as text; they must be valid UTF-8. {@code bytes} has been bounded by the caller. */
    public String utf8(int bytes, String what) throws ModelFileException {
        long at = position();
        byte[] raw = new byte[(int) Math.min(bytes, remaining())];
        if (raw.length < bytes) throw truncated(bytes, what);
        for (int done = 0; done < bytes; ) {
            int part = Math.min(bytes - done, WINDOW_BYTES);
            need(part, what);
            window.get(raw, done, part);
            done += part;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ModelFileException.at("bad-utf8", file, at, what + " is not UTF-8", "UTF-8 text", "");
        }
    }

    /** Moves on without reading. */
    public void skip(long bytes, String what) throws ModelFileException {
        if (bytes < 0 || bytes > remaining()) throw truncated(bytes, what);
        if (bytes <= window.remaining()) {
            window.position(window.position() + (int) bytes);
        } else {
            windowStart = position() + bytes;
            window.position(0).limit(0);
        }
    }

    private void need(int bytes, String what) throws ModelFileException {
        if (window.remaining() >= bytes) return;
        if (remaining() < bytes) throw truncated(bytes, what);
        windowStart = position();
        window.compact();
        try {
            while (window.position() < bytes) {
                if (source.read(window, windowStart + window.position()) < 0) throw shrunk();
            }
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw FileSource.unreadable(file, String.valueOf(e.getMessage()));
        }
        window.flip();
    }

    private ModelFileException truncated(long bytes, String what) {
        String found = "the file ends after " + remaining() + " more bytes, where " + what + " of "
                + Long.toUnsignedString(bytes) + " bytes should be";
        return ModelFileException.at(
                "truncated", file, position(), found, "a complete file", "the download stopped early");
    }

    private ModelFileException shrunk() {
        return ModelFileException.at(
                "file-shrank", file, position(), "the file became shorter while it was read", "a file at rest", "");
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
