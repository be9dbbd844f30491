package dev.waggle.runtime.rbee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.guarded.ForeignJson;
import dev.waggle.runtime.guarded.GuardedServer;
import dev.waggle.runtime.protocol.LoadProblem;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How an rbee worker is started.
 *
 * <p>Its command line names a port but no address. A program that then listens beyond this machine is used only where it
 * asks for the token it was given.
 *
 * @param hive a socket that holds the port the worker reports to
 */
record RbeeRecipe(Path file, RbeeKind kind, Path model, int device, Socket hive) implements GuardedServer.Recipe {
    private static final String TOKEN = "LLORCH_API_TOKEN";
    private static final Pattern MEMORY =
            Pattern.compile("out of memory|OUT_OF_MEMORY|[Cc]annot allocate memory|memory allocation of");
    private static final Pattern MODEL = Pattern.compile(
            "[Uu]nsupported (model )?architecture|[Uu]nknown (model )?architecture|Failed to load|not found");

    @Override
    public List<String> command(int port) {
        Stream<String> common = Stream.of(
                file.toString(),
                "--worker-id",
                UUID.randomUUID().toString(),
                "--model",
                model.toString(),
                "--port",
                Integer.toString(port),
                "--hive-url",
                "http://127.0.0.1:" + hive.getLocalPort());
        Stream<String> own = kind == RbeeKind.CPU
                ? Stream.of("--model-ref", modelName())
                : Stream.of("--" + kind.backend() + "-device", Integer.toString(device));
        return Stream.concat(common, own).toList();
    }

    /** What the worker is told the model is called. */
    String modelName() {
        return model.getFileName().toString();
    }

    @Override
    public Map<String, String> secrets(String key) {
        return Map.of(TOKEN, key);
    }

    @Override
    public Optional<LoadException> reason(List<String> lines) {
        return first(lines, MEMORY, LoadProblem.OUT_OF_MEMORY).or(() -> first(lines, MODEL, LoadProblem.BAD_FILE));
    }

    private static Optional<LoadException> first(List<String> lines, Pattern pattern, LoadProblem problem) {
        return lines.stream()
                .filter(line -> pattern.matcher(line).find())
                .findFirst()
                .map(line -> new LoadException(problem, line));
    }

    @Override
    public Optional<GuardedServer.Guarded> guarded() {
        ObjectNode nothing = ForeignJson.object();
        return Optional.of(new GuardedServer.Guarded(RbeeModel.JOBS, nothing));
    }
}
