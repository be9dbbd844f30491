package dev.waggle.runtime.rbee;

import dev.waggle.runtime.child.InferenceEngine;
import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.child.LoadedModel;
import dev.waggle.runtime.child.WorkerProcess;
import dev.waggle.runtime.guarded.GuardedServer;
import dev.waggle.runtime.guarded.LoopbackPort;
import dev.waggle.runtime.protocol.EngineName;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.protocol.ToWorker;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;

/** The main class of the guardian of an rbee worker. */
public final class RbeeWorker implements InferenceEngine {
    private final Path file;
    private final RbeeKind kind;

    private RbeeWorker(Path file, RbeeKind kind) {
        this.file = file;
        this.kind = kind;
    }

    /** Runs the guardian in this process: the program's path and its kind. */
    public static void main(String[] args) {
        WorkerProcess.run(new RbeeWorker(Path.of(args[0]), RbeeKind.valueOf(args[1])));
    }

    @Override
    public EngineName name() {
        return RbeeEngine.NAME;
    }

    @Override
    public LoadedModel load(ToWorker.Load load, DoubleConsumer progress) throws LoadException {
        LoadSettings settings = load.settings();
        Path model = Path.of(load.model());
        refuse(settings);
        if (!Files.isReadable(model)) {
            throw new LoadException(LoadProblem.BAD_FILE, "The model file is missing or can't be read");
        }
        Path folder = Path.of("").toAbsolutePath();
        RbeeRecipe recipe = new RbeeRecipe(file, kind, model, device(settings), hive());
        GuardedServer server = GuardedServer.start(recipe, folder);
        server.endWithIt();
        return new RbeeModel(server, settings.contextTokens(), recipe.modelName());
    }

    /** What the program can't do: it takes no settings but the model and the number of a device. */
    private void refuse(LoadSettings settings) throws LoadException {
        if (settings.purpose() != Purpose.GENERATE) {
            throw unsupported("it does not embed");
        }
        if (!settings.backend().equals(kind.backend())) {
            throw unsupported("it computes on " + kind.backend() + " only, not on " + settings.backend());
        }
        if (kind != RbeeKind.CPU && settings.gpuLayers() == 0) {
            throw unsupported("it puts all layers on the device, and none were asked for");
        }
        if (settings.expertLayersOnHost() > 0
                || settings.flashAttention()
                || !settings.kvType().equals("f16")) {
            throw unsupported("it has no choice of expert placement, flash attention or cache type");
        }
    }

    private LoadException unsupported(String what) {
        return new LoadException(LoadProblem.UNSUPPORTED_SETTINGS, "This is " + kind.program() + ": " + what);
    }

    /** The number at the end of the one device's name, 0 where none is named. */
    private int device(LoadSettings settings) throws LoadException {
        if (settings.devices().isEmpty()) {
            return 0;
        }
        String number = settings.devices().get(0).replaceAll("^\\D*", "");
        if (settings.devices().size() > 1 || !number.matches("\\d{1,3}")) {
            throw unsupported("it uses one device with a number, not " + settings.devices());
        }
        return Integer.parseInt(number);
    }

    /** Where it would report that it lives: nobody listens there, nor can, as long as this process lives. */
    private static Socket hive() throws LoadException {
        try {
            return LoopbackPort.dead();
        } catch (IOException e) {
            throw new LoadException(LoadProblem.OTHER, "This machine's loopback has no free port: " + e.getMessage());
        }
    }
}
