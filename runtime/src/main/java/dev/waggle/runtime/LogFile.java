package dev.waggle.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A log that never grows beyond {@link #MOST_BYTES}: its beginning stays, and of the rest the newest. */
final class LogFile implements AutoCloseable {
    static final int MOST_BYTES = 1 << 20;
    static final int HEAD_BYTES = 64 << 10;
    static final String CUT = "\n... older lines were removed here ...\n";

    private static final int KEPT_BYTES = (MOST_BYTES - HEAD_BYTES) / 2;

    private final Path path;
    private final FileChannel file;

    private LogFile(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /** A new file in a folder that is there. */
    static LogFile create(Path folder, String name) throws IOException {
        Path path = folder.resolve(name);
        return new LogFile(
                path,
                FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                        PrivateFolder.access(folder, "rw-------")));
    }

    Path path() {
        return path;
    }

    void add(byte[] bytes, int count) throws IOException {
        if (file.position() + count > MOST_BYTES) {
            cut();
        }
        writeAll(ByteBuffer.wrap(bytes, 0, count));
    }

    /** Moves the newest part to the end of the head. */
    private void cut() throws IOException {
        ByteBuffer newest = ByteBuffer.allocate(KEPT_BYTES);
        long from = file.position() - KEPT_BYTES;
        for (int n = 1; n > 0 && newest.hasRemaining(); ) {
            n = file.read(newest, from + newest.position());
        }
        newest.flip();
        file.position(HEAD_BYTES);
        writeAll(ByteBuffer.wrap(CUT.getBytes(StandardCharsets.UTF_8)));
        writeAll(newest);
        file.truncate(file.position());
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
