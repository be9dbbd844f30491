package dev.waggle.runtime.guarded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events: the {@code data} and {@code error} lines of a response, each an event of its own, as the programs here
 * send them. Comments and other fields are passed over.
 */
public final class EventStream implements AutoCloseable {
    /** The longest line, without its newline. */
    static final int LONGEST_LINE_BYTES = 1 << 20;

    /** The most bytes of one answer: some 250 a token, for a million tokens. */
    static final long MOST_BYTES = 256L << 20;

    private final int status;
    private final ChunkBody body;
    private final BooleanSupplier cancelled;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private long read;

    EventStream(int status, ChunkBody body, BooleanSupplier cancelled) {
        this.status = status;
        this.body = body;
        this.cancelled = cancelled;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /**
     * The next event, or null at the end.
     *
     * @throws CancelledException as soon as that is so
     * @throws IOException when the connection broke or a line is too long
     */
    public byte @Nullable [] next() throws IOException, CancelledException {
        while (true) {
            byte[] whole = line();
            if (whole == null) {
                return null;
            }
            byte[] data = after(whole, "data:");
            data = data == null ? after(whole, "error:") : data;
            if (data != null) {
                return data;
            }
        }
    }

    /** All that is left, where a program answers with one JSON value instead of events. */
    public byte[] rest(int mostBytes) throws IOException, CancelledException {
        return LocalHttp.all(body, mostBytes, cancelled);
    }

    private static byte @Nullable [] after(byte[] line, String field) {
        byte[] name = field.getBytes(StandardCharsets.US_ASCII);
        return line.length >= name.length && Arrays.equals(line, 0, name.length, name, 0, name.length)
                ? Arrays.copyOfRange(line, name.length, line.length)
                : null;
    }

    /** The next line without its end, or null at the end of the response: an unfinished last line is dropped. */
    private byte @Nullable [] line() throws IOException, CancelledException {
        line.reset();
        while (true) {
            if (!piece.hasRemaining() && !more()) {
                return null;
            }
            byte b = piece.get();
            if (b == '\n') {
                return line.toByteArray();
            }
            if (line.size() == LONGEST_LINE_BYTES) {
                throw new ForeignAnswerException("answered with a line of more than " + LONGEST_LINE_BYTES + " bytes");
            }
            line.write(b);
        }
    }

    private boolean more() throws IOException, CancelledException {
        while (!piece.hasRemaining()) {
            ByteBuffer next = body.next(cancelled);
            if (next == null) {
                return false;
            }
            piece = next;
            read += next.remaining();
            if (read > MOST_BYTES) {
                throw new ForeignAnswerException("answered with more than " + MOST_BYTES + " bytes");
            }
        }
        return true;
    }

    /** Leaves: the program is told by the end of the connection. */
    @Override
    public void close() {
        body.close();
    }
}
