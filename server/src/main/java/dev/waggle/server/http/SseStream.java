package dev.waggle.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.util.Callback;

/**
 * Events on their way to one client (text/event-stream).
 *
 * <p>Sending never waits: what the client has not taken yet stands in a queue, and a client whose queue is full, or that
 * takes nothing for long, is dropped. The handler that opened the stream may return before it ends, and may as well go on
 * until then. Any thread may send.
 */
public final class SseStream {
    static final String ATTRIBUTE = SseStream.class.getName();

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(UTF_8);

    private final Object lock = new Object();
    private final Clients clients;
    private final ClientConnection connection;
    private final Runnable onGone;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<byte[]> queue = new ArrayList<>();
    private int waitingBytes;
    private int writingBytes;
    private boolean closing;
    private boolean over;
    private long lastProgress = System.nanoTime();
    private final Clients.Waiting waiting = new Clients.Waiting() {
        @Override
        public void tick() {
            look();
        }

        @Override
        public void stop() {
            if (!isOver()) {
                fail(Problem.of(503, "stopping", "The server is stopping."));
                onGone.run();
            }
        }
    };

    private SseStream(Context ctx, Runnable onGone) {
        this.clients = ctx.appData(Clients.KEY);
        this.connection = ClientConnection.of(ctx);
        this.onGone = onGone;
    }

    /**
     * Begins the answer.
     *
     * @param onGone called at most once, when the stream ends by other means than {@link #close}: the client is gone or too
     *     slow, or the server stops. To be quick
     */
    public static SseStream open(Context ctx, Runnable onGone) {
        ctx.status(200)
                .contentType("text/event-stream;charset=utf-8")
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
        SseStream stream = new SseStream(ctx, onGone);
        if (ctx.method().equals(HandlerType.HEAD)) {
            stream.over = true;
            return stream;
        }
        ctx.attribute(ATTRIBUTE, stream);
        ctx.future(stream::ended);
        stream.clients.add(stream.waiting);
        stream.offer(HEARTBEAT);
        return stream;
    }

    /**
     * Sends an event with a name.
     *
     * @return false when the stream is over
     */
    public boolean send(String event, String data) {
        if (event.isEmpty() || event.contains("\n") || event.contains("\r")) {
            throw new IllegalArgumentException("not a name of an event: " + event);
        }
        return offer(("event: " + event + "\n" + lines(data)).getBytes(UTF_8));
    }

    /**
     * Sends an event without a name, as OpenAI's interface has them.
     *
     * @return false when the stream is over
     */
    public boolean send(String data) {
        return offer(lines(data).getBytes(UTF_8));
    }

    /** Ends the stream with an event {@code error} that holds the problem. */
    public void fail(Problem problem) {
        send("error", new String(ProblemWriter.json(problem), UTF_8));
        close();
    }

    /** Ends the stream when all that was sent is on its way. */
    public void close() {
        synchronized (lock) {
            closing = true;
        }
        pump();
    }

    /** Whether nothing can be sent any more. */
    public boolean isOver() {
        synchronized (lock) {
            return closing || over;
        }
    }

    /** What the client has not taken and the connection neither. */
    int waitingBytes() {
        synchronized (lock) {
            return waitingBytes;
        }
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    private static String lines(String data) {
        return "data: " + String.join("\ndata: ", data.split("\r\n|\r|\n", -1)) + "\n\n";
    }

    private boolean offer(byte[] bytes) {
        boolean full;
        synchronized (lock) {
            if (closing || over) {
                return false;
            }
            full = waitingBytes + writingBytes + bytes.length > clients.limits().streamBytes();
            if (!full) {
                queue.add(bytes);
                waitingBytes += bytes.length;
            }
        }
        if (full) {
            drop();
            return false;
        }
        pump();
        return true;
    }

    /** Hands what waits to the connection, unless it is still busy with what it got before. */
    private void pump() {
        ByteBuffer next;
        synchronized (lock) {
            if (over || writingBytes > 0) {
                return;
            }
            next = queue.isEmpty() ? null : takeAll();
            over = next == null && closing;
        }
        if (next != null) {
            connection.write(next, Callback.from(Callback.NOOP.getInvocationType(), this::written, failure -> drop()));
        } else if (isOver()) {
            end();
        }
    }

    private ByteBuffer takeAll() {
        ByteBuffer all = ByteBuffer.allocate(waitingBytes);
        queue.forEach(all::put);
        queue.clear();
        writingBytes = waitingBytes;
        waitingBytes = 0;
        lastProgress = System.nanoTime();
        return all.flip();
    }

    private void written() {
        synchronized (lock) {
            writingBytes = 0;
            lastProgress = System.nanoTime();
        }
        pump();
    }

    private void look() {
        Duration quiet;
        boolean busy;
        synchronized (lock) {
            quiet = Duration.ofNanos(System.nanoTime() - lastProgress);
            busy = writingBytes > 0;
        }
        if (connection.isGone() || (busy && quiet.compareTo(clients.limits().streamStall()) > 0)) {
            drop();
        } else if (!busy && quiet.compareTo(clients.limits().heartbeat()) >= 0) {
            offer(HEARTBEAT);
        }
    }

    private void drop() {
        boolean told;
        synchronized (lock) {
            if (over) {
                return;
            }
            over = true;
            told = closing;
            queue.clear();
        }
        connection.cut();
        end();
        if (!told) {
            onGone.run();
        }
    }

    private void end() {
        clients.remove(waiting);
        ended.complete(null);
    }
}
