package dev.waggle.runtime.child;

import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.LoadProblem;
import org.jspecify.annotations.Nullable;

/** A model that can't be loaded, with the engine's reason. */
public final class LoadException extends Exception {
    private final LoadProblem problem;
    private final @Nullable String architecture;

    /** A problem in the engine's own words. */
    public LoadException(LoadProblem problem, String message) {
        super(message);
        this.problem = problem;
        this.architecture = null;
    }

    private LoadException(String architecture, String message) {
        super(message);
        this.problem = LoadProblem.UNKNOWN_ARCHITECTURE;
        this.architecture = architecture;
    }

    /** An architecture the engine does not know. */
    public static LoadException unknownArchitecture(String architecture, String message) {
        return new LoadException(architecture, message);
    }

    FromWorker.Failed failed() {
        return new FromWorker.Failed(problem, String.valueOf(getMessage()), architecture);
    }
}
