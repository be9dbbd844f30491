package dev.waggle.runtime.guarded;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Speaks HTTP to one port of this machine's loopback, and to nothing else: no proxy, no redirect. What is said is not
 * trusted: it is bounded, and any wait can be left.
 *
 * <p>Every request asks for a connection of its own, and where a program keeps it open nevertheless, and closes it just as
 * the next request is sent on it, that request is sent again: Java would do so only for requests that change nothing. Both
 * need an option of Java, {@link #OPTIONS}.
 */
public final class LocalHttp {
    /** What the Java process that speaks must be started with. */
    static final List<String> OPTIONS =
            List.of("-Djdk.httpclient.allowRestrictedHeaders=connection", "-Djdk.httpclient.enableAllMethodRetry=true");

    /** More than any answer that is one JSON value: a chat template, or the tokens of a long text. */
    public static final int MOST_BYTES = 16 << 20;

    private static final int LOOK_MILLIS = 20;
    private static final Duration HEALTH = Duration.ofSeconds(5);

    private final HttpClient client;
    private final int port;
    private final String key;

    /** Speaks to that port, with that key as a bearer token. */
    public LocalHttp(int port, String key) {
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "http");
            thread.setDaemon(true);
            return thread;
        });
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .executor(threads)
                .build();
        this.port = port;
        this.key = key;
    }

    /**
     * An answer that is one JSON value.
     *
     * @param status the HTTP status
     * @param body the value
     */
    public record Reply(int status, JsonNode body) {}

    /** Asks. */
    public Reply get(String path, BooleanSupplier cancelled) throws IOException, CancelledException {
        return reply(request(path).GET().build(), cancelled);
    }

    /** Sends a value. */
    public Reply post(String path, JsonNode value, BooleanSupplier cancelled) throws IOException, CancelledException {
        return reply(posting(path, value), cancelled);
    }

    /** Sends a value and hears events. */
    public EventStream events(String path, JsonNode value, BooleanSupplier cancelled)
            throws IOException, CancelledException {
        return stream(posting(path, value), cancelled);
    }

    /** Asks and hears events. */
    public EventStream events(String path, BooleanSupplier cancelled) throws IOException, CancelledException {
        return stream(request(path).GET().build(), cancelled);
    }

    /**
     * The status alone.
     *
     * @throws IOException when nobody answers
     */
    int status(String path) throws IOException, CancelledException {
        HttpRequest request = request(path).timeout(HEALTH).GET().build();
        try (EventStream stream = stream(request, () -> false)) {
            return stream.status();
        }
    }

    /** The status of sending a value without the key. */
    int statusWithoutKey(String path, JsonNode value) throws IOException, CancelledException {
        HttpRequest request = bare(path)
                .timeout(HEALTH)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(ForeignJson.write(value)))
                .build();
        try (EventStream stream = stream(request, () -> false)) {
            return stream.status();
        }
    }

    private HttpRequest posting(String path, JsonNode value) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(ForeignJson.write(value)))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return bare(path).header("Authorization", "Bearer " + key);
    }

    private HttpRequest.Builder bare(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Connection", "close");
    }

    private Reply reply(HttpRequest request, BooleanSupplier cancelled) throws IOException, CancelledException {
        try (EventStream stream = stream(request, cancelled)) {
            return new Reply(stream.status(), ForeignJson.read(stream.rest(MOST_BYTES)));
        }
    }

    private EventStream stream(HttpRequest request, BooleanSupplier cancelled) throws IOException, CancelledException {
        CompletableFuture<HttpResponse<ChunkBody>> sent = client.sendAsync(request, info -> new ChunkBody());
        while (true) {
            try {
                HttpResponse<ChunkBody> response = sent.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return new EventStream(response.statusCode(), response.body(), cancelled);
            } catch (TimeoutException e) {
                if (cancelled.getAsBoolean()) {
                    leave(sent);
                    throw new CancelledException();
                }
            } catch (ExecutionException e) {
                throw new IOException("the program does not answer", e.getCause());
            } catch (InterruptedException e) {
                leave(sent);
                Thread.currentThread().interrupt();
                throw new CancelledException();
            }
        }
    }

    private static void leave(CompletableFuture<HttpResponse<ChunkBody>> sent) {
        CompletableFuture<Void> closing =
                sent.thenAccept(response -> response.body().close());
        if (!closing.isDone()) {
            sent.cancel(true);
        }
    }

    static byte[] all(ChunkBody body, int mostBytes, BooleanSupplier cancelled) throws IOException, CancelledException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer piece = body.next(cancelled); piece != null; piece = body.next(cancelled)) {
            if (all.size() + piece.remaining() > mostBytes) {
                throw new ForeignAnswerException("answered with more than " + mostBytes + " bytes");
            }
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }
}
