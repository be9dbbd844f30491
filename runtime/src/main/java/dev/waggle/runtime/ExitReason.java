package dev.waggle.runtime;

import java.util.regex.Pattern;

/** What an exit code and the end of a log say about a process that ended by itself. */
final class ExitReason {
    private static final int KILLED = 128 + 9;
    private static final int PROTOCOL_BROKEN = 65;
    private static final int JAVA_OUT_OF_MEMORY = 3;
    private static final Pattern MEMORY = Pattern.compile(
            "bad_alloc|OutOfMemoryError|failed to allocate|unable to allocate|[Cc]annot allocate memory");

    private ExitReason() {}

    /**
     * Why it ended.
     *
     * @param systemKilledForMemory whether the system killed any process for want of memory while it lived
     * @param outOfMemory what to say when that was it
     */
    static WorkerFailure of(
            int exitCode, String log, boolean systemKilledForMemory, WorkerFailure.OutOfMemory outOfMemory) {
        if (exitCode == PROTOCOL_BROKEN) {
            return new WorkerFailure.ProtocolBroken(
                    "it could not read what it was sent, or was asked out of order", log);
        }
        boolean memory = exitCode == KILLED
                ? systemKilledForMemory
                : exitCode == JAVA_OUT_OF_MEMORY || MEMORY.matcher(log).find();
        return memory ? outOfMemory : new WorkerFailure.Crashed(exitCode, log);
    }
}
