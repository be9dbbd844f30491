package dev.waggle.runtime.install;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Held while a folder of engines is changed: one process at a time, and one thread of it. */
final class InstallLock implements AutoCloseable {
    /** The system's lock is the process's, so threads need one of their own. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final FileChannel channel;

    private InstallLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits until it is free.
     *
     * @param waiting told once where it is not free at once
     */
    static InstallLock take(Path folder, Runnable waiting) throws IOException, InterruptedException {
        boolean told = !THREADS.tryLock();
        if (told) {
            waiting.run();
            THREADS.lockInterruptibly();
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                if (!told) {
                    waiting.run();
                }
                channel.lock();
            }
            taken = true;
            return new InstallLock(channel);
        } catch (FileLockInterruptionException e) {
            throw new InterruptedException("waiting for " + folder);
        } finally {
            if (!taken) {
                if (channel != null) {
                    channel.close();
                }
                THREADS.unlock();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            THREADS.unlock();
        }
    }
}
