package dev.waggle.runtime.guarded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.protocol.LoadProblem;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A guarded program that serves over HTTP, from its start until it answers, and then as long as this process lives. */
public final class GuardedServer {
    private static final int ATTEMPTS = 3;
    private static final int KEY_BYTES = 32;
    private static final long FIRST_LOOK_MILLIS = 10;
    private static final long LAST_LOOK_MILLIS = 200;
    private static final int OK = 200;
    private static final int LOADING = 503;
    private static final Duration DEATH = Duration.ofSeconds(2);

    private final GuardedProgram program;
    private final int port;
    private final LocalHttp http;

    private GuardedServer(GuardedProgram program, int port, String key) {
        this.program = program;
        this.port = port;
        this.http = new LocalHttp(port, key);
    }

    /** What one program needs to be started. */
    public interface Recipe {
        /** Program and arguments, to serve on that port of 127.0.0.1. */
        List<String> command(int port);

        /** The variables that hand it the key, so that it is in no argument. */
        Map<String, String> secrets(String key) throws IOException;

        /** What kept it from loading, by the last lines of its log; empty where they don't tell. */
        Optional<LoadException> reason(List<String> lines);

        /** A request that must not be answered without the key where the program listens beyond this machine. */
        Optional<Guarded> guarded();
    }

    /**
     * A request only who has the key may send.
     *
     * @param path where to
     * @param body what
     */
    public record Guarded(String path, JsonNode body) {}

    /**
     * Starts a program and waits until its {@code /health} says 200, however long that takes: the agent limits it. A
     * program that is ended by a signal ends this process in the same way.
     *
     * @param folder its working folder and home
     * @throws LoadException when it ends by itself, or another program answers in its place
     */
    public static GuardedServer start(Recipe recipe, Path folder) throws LoadException {
        for (int attempt = 1; ; attempt++) {
            Optional<GuardedServer> server = tryToStart(recipe, folder, attempt == ATTEMPTS);
            if (server.isPresent()) {
                return server.get();
            }
        }
    }

    /** Empty when another program took the port first. */
    private static Optional<GuardedServer> tryToStart(Recipe recipe, Path folder, boolean last) throws LoadException {
        GuardedServer server = launch(recipe, folder, newKey());
        boolean ours = false;
        try {
            server.awaitHealth(recipe);
            ours = server.checkPort(recipe);
        } finally {
            if (!ours) {
                server.program.end();
            }
        }
        if (!ours && last) {
            throw new LoadException(LoadProblem.OTHER, "Another program took the port three times: try again");
        }
        return ours ? Optional.of(server) : Optional.empty();
    }

    private static GuardedServer launch(Recipe recipe, Path folder, String key) throws LoadException {
        try {
            int port = LoopbackPort.free();
            ProgramLog log = new ProgramLog(new FileOutputStream(FileDescriptor.err));
            GuardedProgram program = GuardedProgram.start(recipe.command(port), recipe.secrets(key), folder, log);
            return new GuardedServer(program, port, key);
        } catch (IOException e) {
            throw new LoadException(LoadProblem.OTHER, "The program could not be started: " + e.getMessage());
        }
    }

    private static String newKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    private void awaitHealth(Recipe recipe) throws LoadException {
        long pause = FIRST_LOOK_MILLIS;
        while (true) {
            int status = health();
            if (status == OK) {
                return;
            } else if (status != LOADING && status != 0) {
                throw new LoadException(
                        LoadProblem.OTHER, "The program answers /health with status " + status + ", not 200 or 503");
            }
            try {
                if (program.endsWithin(Duration.ofMillis(pause))) {
                    throw ended(recipe);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LoadException(LoadProblem.OTHER, "The load was interrupted");
            }
            pause = Math.min(LAST_LOOK_MILLIS, pause * 2);
        }
    }

    /** The status, 0 when nobody answers. */
    private int health() {
        try {
            return http.status("/health");
        } catch (IOException | CancelledException e) {
            return 0;
        }
    }

    private LoadException ended(Recipe recipe) throws InterruptedException {
        int code = program.awaitExitCode();
        if (GuardedProgram.bySignal(code)) {
            program.haltAsItDoes();
        }
        List<String> lines = program.log().lines();
        String last = lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
        return recipe.reason(lines)
                .orElseGet(() ->
                        new LoadException(LoadProblem.OTHER, "The program ended with exit code " + code + ": " + last));
    }

    /** Whether our program has the port; where it listens beyond this machine, only with a key that it asks for. */
    private boolean checkPort(Recipe recipe) throws LoadException {
        ListeningSocket socket = ProcessHandle.of(program.pid())
                .map(process -> ListeningSocket.on(port, process))
                .orElse(ListeningSocket.UNKNOWN);
        if (socket == ListeningSocket.EVERYWHERE && !asksForTheKey(recipe)) {
            throw new LoadException(
                    LoadProblem.OTHER,
                    "The program listens beyond this machine and answers whoever asks: it is not started here");
        }
        return socket != ListeningSocket.SOMEBODY_ELSE && program.alive();
    }

    private boolean asksForTheKey(Recipe recipe) {
        try {
            Optional<Guarded> guarded = recipe.guarded();
            if (guarded.isEmpty()) {
                return false;
            }
            int status =
                    http.statusWithoutKey(guarded.get().path(), guarded.get().body());
            return status == 401 || status == 403;
        } catch (IOException | CancelledException e) {
            return false;
        }
    }

    /** How to speak to it. */
    public LocalHttp http() {
        return http;
    }

    /** Its process. */
    public long pid() {
        return program.pid();
    }

    /** Ends it. */
    public void end() {
        program.end();
    }

    /** It is ready: from now on this process ends when it does, in the same way. */
    public void endWithIt() {
        program.endWithIt();
    }

    /**
     * What a broken answer means. Where the program has died, this process dies with it and nothing is returned; else it
     * said something it should not.
     */
    public RefusedException broken(IOException why) {
        if (!(why instanceof ForeignAnswerException)) {
            System.err.println("guardian: " + why.getMessage() + ": " + why.getCause());
            try {
                if (program.endsWithin(DEATH)) {
                    program.haltAsItDoes();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        String sentence = why instanceof ForeignAnswerException
                ? "The program " + why.getMessage() + "."
                : "The program broke the connection.";
        return new RefusedException("engine-error", sentence, Map.of());
    }
}
