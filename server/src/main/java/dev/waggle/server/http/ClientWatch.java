package dev.waggle.server.http;

import io.javalin.http.Context;
import java.util.concurrent.atomic.AtomicBoolean;

/** Watches whether the client of a long request, answered in one piece, is still there; to be closed when it is answered. */
public final class ClientWatch implements AutoCloseable {
    private final Clients clients;
    private final ClientConnection connection;
    private final Runnable onGone;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean gone;
    private final Clients.Waiting waiting = new Clients.Waiting() {
        @Override
        public void tick() {
            if (connection.isGone() && over.compareAndSet(false, true)) {
                gone = true;
                clients.remove(this);
                onGone.run();
            }
        }

        @Override
        public void stop() {
            // An answer in one piece gets the grace of the stop.
        }
    };

    private ClientWatch(Context ctx, Runnable onGone) {
        this.clients = ctx.appData(Clients.KEY);
        this.connection = ClientConnection.of(ctx);
        this.onGone = onGone;
    }

    /**
     * Begins to watch.
     *
     * @param onGone called at most once, on the thread that looks after all clients: to be quick
     */
    public static ClientWatch open(Context ctx, Runnable onGone) {
        ClientWatch watch = new ClientWatch(ctx, onGone);
        watch.clients.add(watch.waiting);
        return watch;
    }

    /** Whether the client was seen to have left. */
    public boolean isGone() {
        return gone;
    }

    /** Ends it; the client may go now. */
    @Override
    public void close() {
        over.set(true);
        clients.remove(waiting);
    }
}
