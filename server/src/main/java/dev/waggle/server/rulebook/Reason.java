package dev.waggle.server.rulebook;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.regex.Pattern;

/** Why something failed, in words that name no path of this machine: they are told over HTTP. */
final class Reason {
    /** The beginning of a path from the root of a file system, right at the start or after what may stand before a word. */
    private static final Pattern ROOTED = Pattern.compile("(?:^|[\\s\"'(\\[=:,])(?:/|\\\\\\\\|[A-Za-z]:[\\\\/])");

    private Reason() {}

    static String of(Throwable thrown) {
        if (thrown instanceof UncheckedIOException unchecked) return of(Objects.requireNonNull(unchecked.getCause()));
        if (thrown instanceof NoSuchFileException) return "it is not there";
        if (thrown instanceof AccessDeniedException) return "it may not be read or written";
        String reason = thrown instanceof FileSystemException system ? system.getReason() : thrown.getMessage();
        return reason == null || namesAPath(reason) ? thrown.getClass().getSimpleName() : reason;
    }

    /** Whether a text seems to hold a path of this machine. */
    static boolean namesAPath(String text) {
        return ROOTED.matcher(text).find();
    }
}
