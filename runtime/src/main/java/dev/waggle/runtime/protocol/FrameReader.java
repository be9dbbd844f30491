package dev.waggle.runtime.protocol;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages: one JSON object a line, at most {@link #MAX_FRAME_BYTES} each.
 *
 * @param <T> {@link ToWorker} or {@link FromWorker}
 */
public final class FrameReader<T> {
    /** The longest line, without its newline. */
    public static final int MAX_FRAME_BYTES = 1 << 20;

    private final InputStream in;
    private final Class<T> type;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    public FrameReader(InputStream in, Class<T> type) {
        this.in = new BufferedInputStream(in);
        this.type = type;
    }

    /**
     * The next message, or null at the end of the input.
     *
     * @throws ProtocolException when a line is too long, incomplete or no such message
     */
    public @Nullable T read() throws IOException {
        line.reset();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return atEnd();
            }
            if (line.size() == MAX_FRAME_BYTES) {
                throw new ProtocolException("a line is longer than " + MAX_FRAME_BYTES + " bytes");
            }
            line.write(b);
        }
        return Json.read(line.toByteArray(), line.size(), type);
    }

    private @Nullable T atEnd() throws ProtocolException {
        if (line.size() > 0) {
            throw new ProtocolException("the input ends inside a line");
        }
        return null;
    }
}
