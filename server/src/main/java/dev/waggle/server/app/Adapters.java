package dev.waggle.server.app;

import dev.waggle.hardware.Machine;
import dev.waggle.hardware.OperatingSystem;
import dev.waggle.rules.catalog.EnginePackage;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.runtime.Engine;
import dev.waggle.runtime.install.Installed;
import dev.waggle.runtime.llamacpp.LlamaCppEngine;
import dev.waggle.runtime.llamajava.LlamaJavaEngine;
import dev.waggle.runtime.llamaserver.LlamaServerEngine;
import dev.waggle.runtime.llamaserver.LlamaServerProgram;
import dev.waggle.runtime.rbee.RbeeEngine;
import dev.waggle.runtime.rbee.RbeeKind;
import dev.waggle.runtime.rbee.RbeeProgram;
import dev.waggle.server.app.Adapter.Answer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ways to start workers that this program has. */
public final class Adapters {
    /** Names the llama-server to use where it is not on the PATH. */
    public static final String LLAMA_SERVER = "WAGGLE_LLAMA_SERVER";

    /** llama.cpp's defaults (llama_context_default_params), which the judge assumes too. */
    private static final int BATCH = 2_048;

    private static final int MICRO_BATCH = 512;

    /** b4916 can't leave a step of a prompt: small steps keep a cancel short. */
    private static final int LLAMA_JAVA_BATCH = 64;

    private Adapters() {}

    /**
     * Those of this machine.
     *
     * @param dataFolder what is installed lies in its folder {@code engines}
     * @param machine this machine
     * @param environment of this process
     */
    public static Map<String, Adapter> here(Path dataFolder, Machine machine, Map<String, String> environment) {
        InstalledEngines engines = new InstalledEngines(dataFolder);
        Engine llamaJava = LlamaJavaEngine.here();
        Supplier<Answer> llamaServer = once(() -> llamaServer(environment.get(LLAMA_SERVER)));
        return Map.of(
                "llamacpp-java",
                worker -> new Answer.Startable(llamaJava, LLAMA_JAVA_BATCH, LLAMA_JAVA_BATCH),
                "llamacpp",
                new LlamaCpp(engines, machine),
                "llama-server",
                worker -> llamaServer.get(),
                "rbee",
                Adapters::rbee);
    }

    /** llama.cpp's own libraries, as they are installed. */
    private record LlamaCpp(InstalledEngines engines, Machine machine) implements Adapter {
        @Override
        public List<Path> watched() {
            return List.of(engines.folder());
        }

        @Override
        public Answer of(WorkerEntry worker) {
            Optional<EnginePackage> chosen = InstalledEngines.packageFor(worker, machine);
            if (chosen.isEmpty())
                return new Answer.Missing("There is no package of " + worker.id() + " for this system and processor.");
            Optional<Installed> installed = engines.of(worker, machine);
            if (installed.isEmpty())
                return new Answer.Missing(worker.id()
                        + " is not installed here; this installs it: waggle workers install " + worker.id());
            OperatingSystem system = machine.os().orNull();
            String os = system == null ? null : system.id();
            String version = worker.on(os).engine().version();
            return new Answer.Startable(
                    LlamaCppEngine.of(installed.get().libraryFolder(), version), BATCH, MICRO_BATCH);
        }
    }

    private static Answer llamaServer(@Nullable String configured) {
        LlamaServerProgram.Search search =
                configured == null ? LlamaServerProgram.find() : LlamaServerProgram.at(Path.of(configured));
        if (search instanceof LlamaServerProgram.Search.Found found)
            return new Answer.Startable(LlamaServerEngine.of(found.program()), BATCH, MICRO_BATCH);
        String why = search instanceof LlamaServerProgram.Search.Unusable unusable
                ? unusable.file() + ": " + unusable.message()
                : ((LlamaServerProgram.Search.Missing) search).message();
        return new Answer.Missing(why + ". Install llama.cpp's server, or name it in " + LLAMA_SERVER + ".");
    }

    private static Answer rbee(WorkerEntry worker) {
        Optional<RbeeKind> kind = Arrays.stream(RbeeKind.values())
                .filter(each -> each.program().equals(worker.id()))
                .findFirst();
        if (kind.isEmpty()) return new Answer.Missing("Waggle judges " + worker.id() + " but can't start it.");
        RbeeProgram.Search search = RbeeProgram.find(kind.get());
        return search instanceof RbeeProgram.Search.Found found
                ? new Answer.Startable(RbeeEngine.of(found.program()), BATCH, MICRO_BATCH)
                : new Answer.Missing(((RbeeProgram.Search.Missing) search).message() + ".");
    }

    private static <T> Supplier<T> once(Supplier<T> make) {
        return new Supplier<>() {
            private @Nullable T made;

            @Override
            public synchronized T get() {
                T value = made;
                if (value == null) {
                    value = make.get();
                    made = value;
                }
                return value;
            }
        };
    }
}
