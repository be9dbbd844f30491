package dev.waggle.runtime;

import java.util.regex.Pattern;

/** What an exit code and the end of a log say about a process that ended by itself. */
final class ExitReason {
    private static final int KILLED = 128 + 9;
    private static final int JAVA_OUT_OF_MEMORY = 3;
    private static final Pattern MEMORY = Pattern.compile(
            "bad_alloc|OutOfMemoryError|failed to allocate|unable to allocate|[Cc]annot allocate memory");

    private ExitReason() {}

    static WorkerFailure of(int exitCode, String log, boolean systemKilledForMemory) {
        boolean memory = exitCode == KILLED
                ? systemKilledForMemory
                : exitCode == JAVA_OUT_OF_MEMORY || MEMORY.matcher(log).find();
        return memory ? new WorkerFailure.OutOfMemory(log) : new WorkerFailure.Crashed(exitCode, log);
    }
}
