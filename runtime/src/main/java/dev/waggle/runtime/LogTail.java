package dev.waggle.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The last {@value #BYTES} bytes of what a process wrote to standard error, and a file that keeps more of it. */
final class LogTail {
    static final int BYTES = 16 << 10;

    private final byte[] ring = new byte[BYTES];
    private long written;
    private @Nullable LogFile file;

    LogTail(@Nullable LogFile file) {
        this.file = file;
    }

    /** Reads all of it, and closes the file at its end. */
    void drain(InputStream in) {
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                add(buffer, n);
            }
        } catch (IOException e) {
            note("the worker's log can't be read any more");
        }
        closeFile();
    }

    void note(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        add(bytes, bytes.length);
    }

    private synchronized void add(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            ring[(int) (written++ % BYTES)] = bytes[i];
        }
        if (file != null) {
            try {
                file.add(bytes, count);
            } catch (IOException e) {
                closeFile();
                note("the log's file can't be written any more: " + e.getMessage());
            }
        }
    }

    private synchronized void closeFile() {
        LogFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                note("the log's file could not be closed: " + e.getMessage());
            }
        }
    }

    synchronized String text() {
        int length = (int) Math.min(written, BYTES);
        byte[] tail = new byte[length];
        for (int i = 0; i < length; i++) {
            tail[i] = ring[(int) ((written - length + i) % BYTES)];
        }
        return new String(tail, StandardCharsets.UTF_8);
    }
}
