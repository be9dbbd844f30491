package dev.waggle.runtime.guarded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;

/** What the fake programs share: a small HTTP server and its answers. */
public final class FakeServer {
    private static final long LONG_MILLIS = 60_000;

    private FakeServer() {}

    /** Answers one request. */
    public interface Handler {
        void handle(HttpExchange exchange, String body) throws IOException;
    }

    /** Serves on an address; what a handler throws ends the exchange. */
    public static HttpServer serve(String address, int port, Handler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 16);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(exchange, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            }
        });
        server.start();
        return server;
    }

    /** The argument after that option. */
    public static String argument(List<String> arguments, String option) {
        return arguments.get(arguments.indexOf(option) + 1);
    }

    /** Answers with one value. */
    public static void say(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Begins an answer of events. */
    public static OutputStream events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    /** Sends one event. */
    public static void event(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Does nothing for a long time. */
    public static void sleepLong() {
        sleep(LONG_MILLIS);
    }

    public static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
