package dev.waggle.models.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a regular file on disk. */
record FileSource(FileChannel channel) implements ByteSource {
    /** Opens a regular file; anything else is refused before it is opened, since opening some of it blocks for ever. */
    static FileSource open(Path file) throws ModelFileException {
        try {
            if (Files.isDirectory(file))
                throw ModelFileException.ofFile("is-a-folder", file, "a folder", "a model file", "a file inside it");
            if (!Files.exists(file.toRealPath()) || !Files.isRegularFile(file))
                throw ModelFileException.ofFile("not-a-regular-file", file, "a pipe or device", "a regular file", "");
            return new FileSource(FileChannel.open(file, StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
            throw ModelFileException.ofFile("no-such-file", file, "no such file", "an existing file", "a typing error");
        } catch (FileSystemLoopException e) {
            throw linkLoop(file);
        } catch (AccessDeniedException e) {
            throw ModelFileException.ofFile(
                    "not-readable", file, "no permission to read it", "a readable file", "chmod u+r helps");
        } catch (ModelFileException e) {
            throw e;
        } catch (FileSystemException e) {
            String reason = String.valueOf(e.getReason());
            throw reason.contains("symbolic links") ? linkLoop(file) : unreadable(file, reason);
        } catch (IOException e) {
            throw unreadable(file, String.valueOf(e.getMessage()));
        }
    }

    private static ModelFileException linkLoop(Path file) {
        return ModelFileException.ofFile("link-loop", file, "links that lead in a circle", "a regular file", "");
    }

    static ModelFileException unreadable(Path file, String reason) {
        return ModelFileException.ofFile("not-readable", file, "reading failed: " + reason, "a readable file", "");
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        return channel.read(into, position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
