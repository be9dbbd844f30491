package dev.waggle.server.cli;

/** What a command ends with. The numbers from 64 up are those of BSD's sysexits.h. */
final class ExitCode {
    /** Done; of a question: yes. */
    static final int YES = 0;

    /** The answer is no: it can't run here. */
    static final int NO = 1;

    /** The command was not understood. */
    static final int USAGE = 2;

    /** Nothing runs, but of some nobody knows. */
    static final int UNKNOWN = 3;

    /** A file or text that was given is not as it must be. */
    static final int BAD_INPUT = 65;

    /** A program that is needed can't be started. */
    static final int MISSING_PROGRAM = 69;

    /** A fault of ours, or of a worker. */
    static final int FAULT = 70;

    private ExitCode() {}
}
