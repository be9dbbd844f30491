package dev.waggle.runtime.rbee;

import dev.waggle.runtime.guarded.OnPath;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A language model worker of the rbee project that is installed here. It tells no version: that of the catalog is what it
 * is taken for.
 *
 * @param file the program, an absolute path
 * @param kind what it computes on
 */
public record RbeeProgram(Path file, RbeeKind kind) {
    public RbeeProgram {
        if (!file.isAbsolute()) {
            throw new IllegalArgumentException("the program's path is not absolute: " + file);
        }
    }

    /** What came of looking for one. */
    public sealed interface Search {
        /**
         * It is there.
         *
         * @param program the program
         */
        record Found(RbeeProgram program) implements Search {}

        /**
         * There is none.
         *
         * @param message where it was looked for
         */
        record Missing(String message) implements Search {}
    }

    /** Looks on {@code PATH}. */
    public static Search find(RbeeKind kind) {
        return OnPath.find(kind.program())
                .map(file -> at(file, kind))
                .orElseGet(() -> new Search.Missing("There is no " + kind.program() + " on PATH"));
    }

    /** Looks at one place. */
    public static Search at(Path file, RbeeKind kind) {
        if (!file.isAbsolute()) {
            return new Search.Missing("The path of " + kind.program() + " must be absolute, and is " + file);
        }
        return Files.isRegularFile(file) && Files.isExecutable(file)
                ? new Search.Found(new RbeeProgram(file, kind))
                : new Search.Missing("There is no program at " + file);
    }
}
