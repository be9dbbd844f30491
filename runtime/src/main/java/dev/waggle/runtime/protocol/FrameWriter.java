package dev.waggle.runtime.protocol;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes messages, each whole and at once; several threads may use it.
 *
 * @param <T> {@link ToWorker} or {@link FromWorker}
 */
public final class FrameWriter<T> {
    private final OutputStream out;

    public FrameWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * The line of a message, with its newline.
     *
     * @throws ProtocolException when it is longer than a frame may be
     */
    public static byte[] line(Object message) throws IOException {
        byte[] json = Json.write(message);
        if (json.length > FrameReader.MAX_FRAME_BYTES) {
            throw new ProtocolException("a message is longer than " + FrameReader.MAX_FRAME_BYTES + " bytes");
        }
        byte[] line = new byte[json.length + 1];
        System.arraycopy(json, 0, line, 0, json.length);
        line[json.length] = '\n';
        return line;
    }

    /** Writes one message. */
    public synchronized void write(T message) throws IOException {
        out.write(line(message));
        out.flush();
    }
}
