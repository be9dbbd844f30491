package dev.waggle.runtime.llamaserver;

import dev.waggle.runtime.child.InferenceEngine;
import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.child.LoadedModel;
import dev.waggle.runtime.child.WorkerProcess;
import dev.waggle.runtime.guarded.GuardedServer;
import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.EngineName;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.protocol.ToWorker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleConsumer;

/** The main class of the guardian of a {@code llama-server}. */
public final class LlamaServerWorker implements InferenceEngine {
    private final Path file;
    private final EngineName name;
    private final Set<String> options;

    private LlamaServerWorker(Path file, EngineName name, Set<String> options) {
        this.file = file;
        this.name = name;
        this.options = options;
    }

    /** Runs the guardian in this process: the program's path, its version, and the options it knows of those that may lack. */
    public static void main(String[] args) {
        WorkerProcess.run(new LlamaServerWorker(
                Path.of(args[0]), new EngineName("llama.cpp", args[1]), Set.of(args[2].split(","))));
    }

    @Override
    public EngineName name() {
        return name;
    }

    @Override
    public List<EngineDevice> devices() {
        try {
            return HostDevice.before(LlamaServerProgram.devices(file));
        } catch (UnusableException e) {
            System.err.println("guardian: the program " + e.getMessage());
            return HostDevice.before(List.of());
        }
    }

    @Override
    public LoadedModel load(ToWorker.Load load, DoubleConsumer progress) throws LoadException {
        Path model = Path.of(load.model());
        LoadSettings settings = load.settings();
        if (!Files.isReadable(model) || !Files.isRegularFile(model)) {
            throw new LoadException(LoadProblem.BAD_FILE, "The model file is missing or can't be read");
        }
        LlamaServerFlags flags = LlamaServerFlags.of(program(settings), model, settings);
        GuardedServer server = start(flags, false);
        if (settings.purpose() == Purpose.EMBED && !LlamaServerModel.pools(server)) {
            server.end();
            server = start(flags, true);
        }
        return LlamaServerModel.of(server, settings);
    }

    private static GuardedServer start(LlamaServerFlags flags, boolean meanPooling) throws LoadException {
        Path folder = Path.of("").toAbsolutePath();
        return GuardedServer.start(new LlamaServerRecipe(flags, folder.resolve("key"), meanPooling), folder);
    }

    /** Devices are looked for anew, for one may have gone since; a start on the processor need not wait for that. */
    private LlamaServerProgram program(LoadSettings settings) throws LoadException {
        try {
            List<EngineDevice> devices =
                    settings.backend().equals("cpu") ? List.of() : LlamaServerProgram.devices(file);
            return new LlamaServerProgram(file, name, devices, options);
        } catch (UnusableException e) {
            throw new LoadException(LoadProblem.OTHER, file + " " + e.getMessage());
        }
    }
}
