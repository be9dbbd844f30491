package dev.waggle.runtime.llamaserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.waggle.runtime.guarded.FakeServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A {@code llama-server} without a model: the model's name says how it starts, the prompt how it answers. */
final class FakeLlamaServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEMPLATE = "{% for message in messages %}{{ message.content }}{% endfor %}";
    private static final long LOADING_MILLIS = 300;

    private final List<String> arguments;
    private final String way;
    private final String key;
    private final long start = System.nanoTime();
    private volatile long closedAfterMillis = -1;

    private FakeLlamaServer(List<String> arguments) throws IOException {
        this.arguments = arguments;
        this.way =
                Path.of(FakeServer.argument(arguments, "--model")).getFileName().toString();
        this.key = Files.readString(Path.of(FakeServer.argument(arguments, "--api-key-file")))
                .strip();
    }

    public static void main(String[] args) throws IOException {
        FakeLlamaServer server = new FakeLlamaServer(List.of(args));
        server.startUp();
        int port = Integer.parseInt(FakeServer.argument(server.arguments, "--port"));
        FakeServer.serve(server.way.equals("everywhere") ? "0.0.0.0" : "127.0.0.1", port, server::handle);
    }

    private void startUp() {
        switch (way) {
            case "unknown-architecture" ->
                exit("0.00.161.700 E llama_model_load: unknown model architecture: 'nonsense'", 1);
            case "out-of-memory" -> exit("ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer", 1);
            case "bad-option" -> exit("0.00.161.700 E llama_init_from_model: no --nonsense", 1);
            case "silent" -> Runtime.getRuntime().halt(7);
            case "aborts" -> exit("GGML_ASSERT(false) failed", 134);
            case "means-three" -> exit("three", 3);
            default -> {}
        }
    }

    private static void exit(String line, int code) {
        System.err.println(line);
        Runtime.getRuntime().halt(code);
    }

    private void handle(HttpExchange exchange, String body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/health")) {
            health(exchange);
        } else if (!("Bearer " + key).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            FakeServer.say(exchange, 401, "{\"error\":{\"code\":401}}");
        } else {
            switch (path) {
                case "/props" -> props(exchange);
                case "/completion" -> complete(exchange, JSON.readTree(body));
                case "/apply-template" -> template(exchange, JSON.readTree(body));
                case "/tokenize" -> tokenize(exchange, JSON.readTree(body));
                case "/v1/embeddings" -> embed(exchange, JSON.readTree(body));
                default -> FakeServer.say(exchange, 404, "{}");
            }
        }
    }

    private void health(HttpExchange exchange) throws IOException {
        boolean loading = way.equals("never-ready")
                || (way.equals("loads-slowly") && System.nanoTime() - start < LOADING_MILLIS * 1_000_000);
        FakeServer.say(exchange, loading ? 503 : way.equals("sick") ? 500 : 200, "{}");
    }

    private void props(HttpExchange exchange) throws IOException {
        String template = way.equals("no-template")
                ? Files.readString(Path.of(FakeServer.argument(arguments, "--model")))
                : TEMPLATE;
        Object properties = Map.of("default_generation_settings", Map.of("n_ctx", 128), "chat_template", template);
        FakeServer.say(exchange, 200, way.equals("no-props") ? "nonsense" : JSON.writeValueAsString(properties));
    }

    private void template(HttpExchange exchange, JsonNode request) throws IOException {
        String prompt = request.path("messages").path(0).path("content").asText();
        if (prompt.equals("broken template")) {
            FakeServer.say(exchange, 400, "{\"error\":{\"code\":400}}");
        } else {
            FakeServer.say(exchange, 200, JSON.writeValueAsString(Map.of("prompt", prompt)));
        }
    }

    private void tokenize(HttpExchange exchange, JsonNode request) throws IOException {
        int tokens = request.path("content").asText().length();
        FakeServer.say(exchange, 200, JSON.writeValueAsString(Map.of("tokens", new int[tokens])));
    }

    private void embed(HttpExchange exchange, JsonNode request) throws IOException {
        String text = request.path("input").path(0).asText();
        if (way.equals("no-pooling") && !arguments.contains("--pooling")) {
            FakeServer.say(exchange, 400, "{\"error\":{\"message\":\"Pooling type 'none' is not OAI compatible\"}}");
        } else if (text.equals("hang")) {
            FakeServer.sleepLong();
        } else {
            String numbers = text.equals("nonsense") ? "[\"x\"]" : "[" + text.length() + ",0,0]";
            FakeServer.say(exchange, 200, "{\"data\":[{\"embedding\":" + numbers + "}]}");
        }
    }

    private void complete(HttpExchange exchange, JsonNode request) throws IOException {
        String prompt = request.path("prompt").asText();
        switch (prompt) {
            case "arguments" -> answer(exchange, String.join("\n", arguments));
            case "environment" ->
                answer(exchange, String.join("\n", System.getenv().keySet()));
            case "request" -> answer(exchange, request.toString());
            case "closed" -> answer(exchange, Long.toString(closedAfterMillis));
            case "too long" ->
                FakeServer.say(
                        exchange,
                        400,
                        "{\"error\":{\"code\":400,\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":200,\"n_ctx\":128}}");
            case "bad request" ->
                FakeServer.say(
                        exchange,
                        400,
                        "{\"error\":{\"code\":400,\"type\":\"invalid_request_error\",\"message\":\"x\"}}");
            case "not json" -> FakeServer.say(exchange, 500, "Internal Server Error");
            case "no headers" -> FakeServer.sleepLong();
            default -> stream(exchange, prompt);
        }
    }

    private void answer(HttpExchange exchange, String text) throws IOException {
        OutputStream out = FakeServer.events(exchange);
        FakeServer.event(out, token(text, 1));
        FakeServer.event(out, last("eos", 2, 3));
    }

    private void stream(HttpExchange exchange, String prompt) throws IOException {
        OutputStream out = FakeServer.events(exchange);
        if (prompt.equals("empty")) {
            FakeServer.event(out, last("eos", 0, 0));
            return;
        }
        FakeServer.event(out, progress(0));
        FakeServer.event(out, progress(3));
        FakeServer.event(
                out, token(prompt.equals("pid") ? ProcessHandle.current().pid() + " " : "one ", 1));
        switch (prompt) {
            case "error" -> FakeServer.event(out, "{\"error\":{\"code\":500,\"type\":\"server_error\"}}");
            case "garbage" -> FakeServer.event(out, "{\"content\":");
            case "array" -> FakeServer.event(out, "[1]");
            case "twice" -> FakeServer.event(out, "{\"stop\":true,\"stop\":false}");
            case "huge" -> FakeServer.event(out, "\"" + "x".repeat(2 << 20) + "\"");
            case "too many" -> FakeServer.event(out, token("more", 1000));
            case "unknown end" -> FakeServer.event(out, last("boredom", 2, 3));
            case "broken off" -> out.flush();
            case "abort" -> exit("GGML_ASSERT(false) failed", 134);
            case "hang" -> FakeServer.sleepLong();
            case "forever", "pid" -> forever(out);
            default -> {
                FakeServer.event(out, token("two", 2));
                FakeServer.event(out, last(prompt.equals("limit") ? "limit" : "eos", 3, 3));
            }
        }
    }

    private void forever(OutputStream out) {
        long from = System.nanoTime();
        try {
            while (true) {
                FakeServer.event(out, token("more ", 2));
                FakeServer.sleep(5);
            }
        } catch (IOException e) {
            closedAfterMillis = (System.nanoTime() - from) / 1_000_000;
        }
    }

    private static String progress(int processed) {
        return "{\"content\":\"\",\"stop\":false,\"tokens_predicted\":0,\"tokens_evaluated\":3,"
                + "\"prompt_progress\":{\"total\":3,\"cache\":0,\"processed\":" + processed + ",\"time_ms\":1}}";
    }

    private static String token(String text, int tokens) throws IOException {
        return JSON.writeValueAsString(
                Map.of("content", text, "stop", false, "tokens_predicted", tokens, "tokens_evaluated", 3));
    }

    private static String last(String stopType, int tokens, int promptTokens) throws IOException {
        return JSON.writeValueAsString(Map.of(
                "content",
                "",
                "stop",
                true,
                "stop_type",
                stopType,
                "tokens_predicted",
                tokens,
                "tokens_evaluated",
                promptTokens));
    }
}
