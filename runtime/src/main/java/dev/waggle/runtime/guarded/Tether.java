package dev.waggle.runtime.guarded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What ends a program when this process ends, in whatever way: two belts, for neither reaches everywhere.
 *
 * <p>Where {@code setpriv} of util-linux is, the kernel itself kills the program when the thread that started it ends, which
 * must therefore live as long as this process. And a small shell holds the other end of a pipe of ours: when the pipe breaks
 * it asks the program to end and a second later kills it. Where there is neither, as on Windows, nothing is tethered.
 */
final class Tether {
    private static final Path SHELL = Path.of("/bin/sh");

    private static final String WATCH = "read -r line; kill -TERM \"$1\" 2>/dev/null; i=0; "
            + "while kill -0 \"$1\" 2>/dev/null && [ $i -lt 10 ]; do i=$((i+1)); sleep 0.1; done; "
            + "kill -KILL \"$1\" 2>/dev/null";

    private final @Nullable Process watcher;

    private Tether(@Nullable Process watcher) {
        this.watcher = watcher;
    }

    /** The command that has the kernel kill the program with us, or the command itself where that can't be had. */
    static List<String> withParentDeathSignal(List<String> command) {
        return withParentDeathSignal(command, OnPath.find("setpriv"));
    }

    static List<String> withParentDeathSignal(List<String> command, Optional<Path> setpriv) {
        if (setpriv.isEmpty()) {
            return command;
        }
        List<String> tied = new ArrayList<>(List.of(setpriv.get().toString(), "--pdeathsig", "KILL", "--"));
        tied.addAll(command);
        return tied;
    }

    /** Ties a process that runs to this one. */
    static Tether of(long pid) throws IOException {
        if (!Files.isExecutable(SHELL)) {
            return new Tether(null);
        }
        return new Tether(new ProcessBuilder(SHELL.toString(), "-c", WATCH, "waggle-tether", Long.toString(pid))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Lets go of a process that has ended, before its number can be another's. */
    void cut() {
        if (watcher != null) {
            watcher.destroyForcibly();
        }
    }
}
