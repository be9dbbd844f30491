package dev.waggle.runtime.rbee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.waggle.runtime.guarded.FakeServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** An rbee worker without a model: the model's name says how it starts, the prompt how it answers. */
final class FakeRbeeWorker {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = System.getenv("LLORCH_API_TOKEN");

    private final List<String> arguments;
    private final String way;
    private final Map<String, JsonNode> jobs = new ConcurrentHashMap<>();

    private FakeRbeeWorker(List<String> arguments) {
        this.arguments = arguments;
        this.way =
                Path.of(FakeServer.argument(arguments, "--model")).getFileName().toString();
    }

    public static void main(String[] args) throws IOException {
        FakeRbeeWorker worker = new FakeRbeeWorker(List.of(args));
        if (worker.way.equals("unsupported")) {
            System.err.println("Error: Unsupported model architecture: gemma");
            Runtime.getRuntime().halt(1);
        }
        int port = Integer.parseInt(FakeServer.argument(worker.arguments, "--port"));
        boolean everywhere = worker.way.startsWith("everywhere");
        FakeServer.serve(everywhere ? "0.0.0.0" : "127.0.0.1", port, worker::handle);
    }

    private void handle(HttpExchange exchange, String body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (path.equals("/health")) {
            FakeServer.say(exchange, 200, "{\"status\":\"healthy\"}");
        } else if (!way.equals("everywhere-open") && !("Bearer " + KEY).equals(authorization)) {
            FakeServer.say(exchange, 401, "{\"error\":{\"code\":\"MISSING_API_KEY\"}}");
        } else if (path.equals("/v1/jobs")) {
            make(exchange, JSON.readTree(body));
        } else {
            stream(exchange, Objects.requireNonNull(jobs.remove(path)));
        }
    }

    private void make(HttpExchange exchange, JsonNode request) throws IOException {
        String job = "job-" + System.nanoTime();
        String path = "/v1/jobs/" + job + "/stream";
        switch (request.path("prompt").asText()) {
            case "refused" -> FakeServer.say(exchange, 500, "Failed to parse operation");
            case "elsewhere" -> FakeServer.say(exchange, 200, "{\"job_id\":\"../../x\",\"sse_url\":\"/x\"}");
            default -> {
                jobs.put(path, request);
                FakeServer.say(exchange, 200, JSON.writeValueAsString(Map.of("job_id", job, "sse_url", path)));
            }
        }
    }

    private void stream(HttpExchange exchange, JsonNode request) throws IOException {
        OutputStream out = FakeServer.events(exchange);
        FakeServer.event(out, "{\"type\":\"started\",\"job_id\":\"x\",\"model\":\"model\",\"started_at\":\"1\"}");
        switch (request.path("prompt").asText()) {
            case "arguments" -> token(out, String.join("\n", arguments));
            case "request" -> token(out, request.toString());
            case "error" ->
                FakeServer.event(
                        out,
                        "{\"type\":\"error\",\"code\":\"GENERATION_ERROR\",\"message\":\"of this prompt: error\"}");
            case "garbage" -> FakeServer.event(out, "garbage");
            case "broken off" -> {
                return;
            }
            case "forever" -> {
                while (true) {
                    token(out, "more ");
                    FakeServer.sleep(5);
                }
            }
            default -> {
                token(out, "one ");
                FakeServer.event(out, "{\"type\":\"metrics\",\"tokens_per_sec\":1.0,\"vram_bytes\":1}");
                token(out, "two");
            }
        }
        FakeServer.event(out, "[DONE]");
    }

    private static void token(OutputStream out, String text) throws IOException {
        FakeServer.event(out, JSON.writeValueAsString(Map.of("type", "token", "t", text, "i", 0)));
    }
}
