package dev.waggle.models.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** A model file that can't be read: which file, at which byte, what was found, what is allowed and what may help. */
public final class ModelFileException extends IOException {
    private static final long NO_OFFSET = -1;

    private final String code;
    private final Path file;
    private final long offset;
    private final String found;
    private final String allowed;
    private final String hint;

    private ModelFileException(String code, Path file, long offset, String found, String allowed, String hint) {
        super(sentence(file, offset, found, allowed, hint));
        this.code = code;
        this.file = file;
        this.offset = offset;
        this.found = found;
        this.allowed = allowed;
        this.hint = hint;
    }

    /** An error of the file as a whole: missing, a folder, not readable. {@code allowed} and {@code hint} may be "". */
    public static ModelFileException ofFile(String code, Path file, String found, String allowed, String hint) {
        return new ModelFileException(code, file, NO_OFFSET, found, allowed, hint);
    }

    /** An error at one byte of the file. {@code allowed} and {@code hint} may be "". */
    public static ModelFileException at(
            String code, Path file, long offset, String found, String allowed, String hint) {
        return new ModelFileException(code, file, offset, found, allowed, hint);
    }

    private static String sentence(Path file, long offset, String found, String allowed, String hint) {
        Path name = file.getFileName();
        StringBuilder text = new StringBuilder().append(name == null ? file : name);
        if (offset != NO_OFFSET) text.append(": at byte ").append(offset);
        text.append(": ").append(found);
        if (!allowed.isEmpty()) text.append("; allowed: ").append(allowed);
        text.append('.');
        if (!hint.isEmpty()) text.append(" Maybe ").append(hint).append('.');
        return text.toString();
    }

    /** A stable name for this kind of error, such as {@code truncated} or {@code duplicate-key}. */
    public String code() {
        return code;
    }

    /** The file as it was given. */
    public Path file() {
        return file;
    }

    /** The byte the error is at, counted from the start of the file; empty where it concerns the whole file. */
    public OptionalLong offset() {
        return offset == NO_OFFSET ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** What the file says there. */
    public String found() {
        return found;
    }

    /** What it could have said. */
    public Optional<String> allowed() {
        return allowed.isEmpty() ? Optional.empty() : Optional.of(allowed);
    }

    /** What the cause may be or what to do. */
    public Optional<String> hint() {
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
    }
}
