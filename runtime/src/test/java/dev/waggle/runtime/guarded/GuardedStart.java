package dev.waggle.runtime.guarded;

import dev.waggle.runtime.child.LoadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that starts a guarded server whose port another takes a few times, and prints who answers in the end, or why
 * nobody does. Its arguments: a folder, how many thefts, the program that then finds its port taken.
 */
final class GuardedStart {
    private GuardedStart() {}

    /** A program that says it is healthy and nothing else. */
    static final class Healthy {
        private Healthy() {}

        public static void main(String[] args) throws IOException {
            FakeServer.serve(
                    "127.0.0.1",
                    Integer.parseInt(args[0]),
                    (exchange, body) -> FakeServer.say(exchange, 200, "{\"program\":\"ours\"}"));
        }
    }

    private static final class Recipe implements GuardedServer.Recipe {
        private final Path folder;
        private final List<String> late;
        private int thefts;

        Recipe(Path folder, int thefts, List<String> late) {
            this.folder = folder;
            this.thefts = thefts;
            this.late = late;
        }

        @Override
        public List<String> command(int port) {
            try {
                if (thefts-- > 0) {
                    FakeServer.serve(
                            "127.0.0.1",
                            port,
                            (exchange, body) -> FakeServer.say(exchange, 200, "{\"program\":\"thief\"}"));
                    return late;
                }
                Path healthy = FakeProgram.java(folder, "healthy", Healthy.class);
                return List.of(healthy.toString(), Integer.toString(port));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Map<String, String> secrets(String key) {
            return Map.of();
        }

        @Override
        public Optional<LoadException> reason(List<String> lines) {
            return Optional.empty();
        }

        @Override
        public Optional<GuardedServer.Guarded> guarded() {
            return Optional.empty();
        }
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Recipe recipe =
                new Recipe(folder, Integer.parseInt(args[1]), List.of(args).subList(2, args.length));
        try {
            GuardedServer server = GuardedServer.start(recipe, folder);
            System.out.println(
                    server.http().get("/x", () -> false).body().path("program").asText());
            server.end();
        } catch (LoadException e) {
            System.out.println(e.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }
}
