package dev.waggle.runtime.rbee;

import dev.waggle.runtime.Engine;
import dev.waggle.runtime.guarded.GuardianCommand;
import dev.waggle.runtime.guarded.ScrubbedEnvironment;
import dev.waggle.runtime.protocol.EngineName;
import java.nio.file.Path;
import java.util.List;

/** The engine of rbee's language model workers: candle, in a fork of version 0.9.1. */
public final class RbeeEngine {
    /** As the catalog names it. */
    public static final EngineName NAME = new EngineName("candle", "0.9.1-rbee");

    private RbeeEngine() {}

    /** The engine of a program that was found. */
    public static Engine of(RbeeProgram program) {
        return of(program.file(), program.kind());
    }

    /** The engine of a program, its guardian on the Java and the class path that run now. */
    public static Engine of(Path program, RbeeKind kind) {
        return new Engine(
                NAME,
                GuardianCommand.of(RbeeWorker.class, List.of(program.toString(), kind.name())),
                ScrubbedEnvironment.drivers(),
                false);
    }
}
