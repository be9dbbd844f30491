package dev.waggle.runtime;

import dev.waggle.runtime.protocol.LoadProblem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Why a worker is gone. Every {@code log} is the last of what the process wrote to standard error, at most 16 KiB: for the
 * person who runs it, not for clients.
 */
public sealed interface WorkerFailure {
    /** A stable name for programs. */
    String code();

    /** A sentence for people. */
    String message();

    /**
     * The process could not be started at all.
     *
     * @param reason what the system said
     */
    record CouldNotStart(String reason) implements WorkerFailure {
        @Override
        public String code() {
            return "worker_could_not_start";
        }

        @Override
        public String message() {
            return "The worker could not be started: " + reason;
        }
    }

    /**
     * The engine does not know the model's architecture.
     *
     * @param architecture its name in the file
     * @param log the end of the worker's log
     */
    record UnknownArchitecture(String architecture, String log) implements WorkerFailure {
        @Override
        public String code() {
            return "worker_unknown_architecture";
        }

        @Override
        public String message() {
            return "The engine does not know the architecture " + architecture + ".";
        }
    }

    /**
     * The model could not be loaded for another reason.
     *
     * @param problem what kind of reason
     * @param reason the engine's own line
     * @param log the end of the worker's log
     */
    record LoadFailed(LoadProblem problem, String reason, String log) implements WorkerFailure {
        @Override
        public String code() {
            return "worker_load_failed";
        }

        @Override
        public String message() {
            return "The model could not be loaded: " + reason;
        }
    }

    /**
     * There was not enough memory.
     *
     * @param log the end of the worker's log
     */
    record OutOfMemory(String log) implements WorkerFailure {
        @Override
        public String code() {
            return "worker_oom";
        }

        @Override
        public String message() {
            return "The worker ran out of memory.";
        }
    }

    /**
     * The process ended by itself or by someone else's hand.
     *
     * @param exitCode as a shell gives it: 128 and the signal's number where a signal ended it
     * @param log the end of the worker's log
     */
    record Crashed(int exitCode, String log) implements WorkerFailure {
        private static final Map<Integer, String> SIGNALS =
                Map.of(4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

        /** The signal that ended it, where one did. */
        public Optional<String> signal() {
            int number = exitCode - 128;
            return number <= 0 || number > 64
                    ? Optional.empty()
                    : Optional.of(SIGNALS.getOrDefault(number, "signal " + number));
        }

        @Override
        public String code() {
            return "worker_crashed";
        }

        @Override
        public String message() {
            return "The worker's process ended with " + signal().orElse("exit code " + exitCode) + ".";
        }
    }

    /**
     * It said nothing for too long.
     *
     * @param silence how long it was given
     * @param log the end of the worker's log
     */
    record Hung(Duration silence, String log) implements WorkerFailure {
        @Override
        public String code() {
            return "worker_hung";
        }

        @Override
        public String message() {
            return "The worker made no progress for " + silence.toMillis() + " ms and was ended.";
        }
    }

    /**
     * The model was not loaded in time.
     *
     * @param limit how long it was given
     * @param log the end of the worker's log
     */
    record NotReadyInTime(Duration limit, String log) implements WorkerFailure {
        @Override
        public String code() {
            return "worker_not_ready";
        }

        @Override
        public String message() {
            return "The model was not loaded within " + limit.toMillis() + " ms.";
        }
    }

    /**
     * It said something that is not of the protocol.
     *
     * @param reason what was wrong
     * @param log the end of the worker's log
     */
    record ProtocolBroken(String reason, String log) implements WorkerFailure {
        @Override
        public String code() {
            return "worker_protocol_broken";
        }

        @Override
        public String message() {
            return "The worker broke the protocol: " + reason + ".";
        }
    }

    /**
     * We ended it.
     *
     * @param reason why
     */
    record Closed(String reason) implements WorkerFailure {
        @Override
        public String code() {
            return "worker_closed";
        }

        @Override
        public String message() {
            return "The worker was ended: " + reason + ".";
        }
    }
}
