package dev.waggle.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A data folder held by one serving process. The system lets go of it when the process ends, however it ends.
 *
 * <p>Who holds it is told in a second file: closing a reader of the locked file itself would release the lock within one
 * process.
 */
public final class DataFolderLock implements AutoCloseable {
    private static final String LOCK = "serve.lock";
    private static final String HOLDER = "serve.pid";

    private final FileChannel channel;

    private DataFolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the folder, which is created if it isn't there. To be called once in a process.
     *
     * @throws DataFolderBusyException when another process has it
     */
    public static DataFolderLock take(Path folder) throws IOException {
        PrivateFiles.folder(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new DataFolderBusyException(folder, holder(folder));
            }
            Files.writeString(
                    folder.resolve(HOLDER),
                    String.valueOf(ProcessHandle.current().pid()));
            return new DataFolderLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String holder(Path folder) {
        try {
            return Files.readString(folder.resolve(HOLDER), UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Lets go of the folder. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
