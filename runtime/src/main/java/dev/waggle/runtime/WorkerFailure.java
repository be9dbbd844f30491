package dev.waggle.runtime;

import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.MemoryUse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

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
     * What the engine measured is more than is free now; the model was not loaded.
     *
     * @param memory a device's name, or {@link MemoryUse#HOST}
     * @param neededBytes what the engine says it would take of it
     * @param freeBytes what is free of it now
     */
    record NoLongerFits(String memory, long neededBytes, long freeBytes) implements WorkerFailure {
        @Override
        public String code() {
            return "worker_no_longer_fits";
        }

        @Override
        public String message() {
            boolean host = memory.equals(MemoryUse.HOST);
            return "The model would take " + mebibytes(neededBytes) + " of " + (host ? "this machine's memory" : memory)
                    + ", where " + mebibytes(freeBytes) + " are free now. End other programs that use it, or take a"
                    + " smaller context" + (host ? "." : " or fewer layers on the device.");
        }
    }

    /**
     * There was not enough memory.
     *
     * @param estimate what the plan said it takes of each memory; empty = unknown
     * @param peakResidentBytes the most of the machine's memory its processes were seen with; empty = unknown
     * @param log the end of the worker's log
     */
    record OutOfMemory(List<MemoryUse> estimate, OptionalLong peakResidentBytes, String log) implements WorkerFailure {
        public OutOfMemory {
            estimate = List.copyOf(estimate);
        }

        @Override
        public String code() {
            return "worker_oom";
        }

        @Override
        public String message() {
            StringBuilder text = new StringBuilder("The worker ran out of memory");
            if (!estimate.isEmpty()) {
                text.append("; the estimate was ")
                        .append(estimate.stream()
                                .map(use -> mebibytes(use.totalBytes()) + " of " + use.device())
                                .collect(Collectors.joining(" and ")));
            }
            if (peakResidentBytes.isPresent()) {
                text.append("; it was seen with ")
                        .append(mebibytes(peakResidentBytes.getAsLong()))
                        .append(" of host");
            }
            return text.append(". A smaller context or model takes less.").toString();
        }
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MiB", bytes / (double) (1 << 20));
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

        private static final Map<Integer, String> MEANING = Map.of(
                132, ": an instruction this processor does not have",
                134, ": the engine found itself in a state it can't go on from, often by an odd model file",
                135, ": memory it had mapped could not be read, as when the model file was cut while in use",
                137, ": a person or program killed it, not the system for want of memory",
                139, ": the engine used memory that is not its own",
                143, ": a person or program asked it to end");

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
            return "The worker's process ended with " + signal().orElse("exit code " + exitCode)
                    + MEANING.getOrDefault(exitCode, "") + ".";
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
     * The engine gave up on one request after another; the worker was ended, since what it needs may be gone.
     *
     * @param times requests in a row it gave up on
     * @param log the end of the worker's log
     */
    record EngineGaveUp(int times, String log) implements WorkerFailure {
        @Override
        public String code() {
            return "worker_engine_gave_up";
        }

        @Override
        public String message() {
            return "The engine gave up on " + times + " requests in a row, and the worker was ended.";
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
