package dev.waggle.server.rulebook;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something failed, in words that name no path of this machine: they are told over HTTP. */
final class Reason {
    private Reason() {}

    static String of(Throwable thrown) {
        if (thrown instanceof NoSuchFileException) return "it is not there";
        if (thrown instanceof AccessDeniedException) return "it may not be read or written";
        String reason = thrown instanceof FileSystemException system ? system.getReason() : thrown.getMessage();
        return reason == null ? thrown.getClass().getSimpleName() : reason;
    }
}
