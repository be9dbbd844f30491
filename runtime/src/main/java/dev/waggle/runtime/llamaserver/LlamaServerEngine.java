package dev.waggle.runtime.llamaserver;

import dev.waggle.runtime.Engine;
import dev.waggle.runtime.guarded.GuardianCommand;
import dev.waggle.runtime.guarded.ScrubbedEnvironment;
import java.util.List;

/** The engine a user has installed as {@code llama-server}: llama.cpp on any backend it was built for. */
public final class LlamaServerEngine {
    private LlamaServerEngine() {}

    /** The engine, its guardian on the Java and the class path that run now. */
    public static Engine of(LlamaServerProgram program) {
        List<String> arguments = List.of(
                program.file().toString(), program.engine().version(), LlamaServerFlags.known(program.options()));
        return new Engine(
                program.engine(),
                GuardianCommand.of(LlamaServerWorker.class, arguments),
                ScrubbedEnvironment.drivers(),
                false);
    }
}
