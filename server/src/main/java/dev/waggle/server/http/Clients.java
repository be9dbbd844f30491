package dev.waggle.server.http;

import io.javalin.config.Key;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients that wait for something that takes long, looked after by one thread. */
final class Clients implements AutoCloseable {
    static final Key<Clients> KEY = new Key<>("clients");

    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);

    private final Limits limits;
    private volatile boolean stopping;
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "waggle-clients");
        thread.setDaemon(true);
        return thread;
    });

    /** One of them. */
    interface Waiting {
        /** Looks whether the client is there, and does what is due. */
        void tick();

        /** The server stops. */
        void stop();
    }

    Clients(Limits limits) {
        this.limits = limits;
        long period = limits.goneCheck().toMillis();
        var unused = watch.scheduleWithFixedDelay(this::tick, period, period, TimeUnit.MILLISECONDS);
    }

    Limits limits() {
        return limits;
    }

    int count() {
        return waiting.size();
    }

    void add(Waiting client) {
        waiting.add(client);
        if (stopping) {
            client.stop();
        }
    }

    void remove(Waiting client) {
        waiting.remove(client);
    }

    private void tick() {
        for (Waiting client : waiting) {
            try {
                client.tick();
            } catch (RuntimeException e) {
                LOG.error("looking after a client failed", e);
            }
        }
    }

    /** Tells all of them that the server stops. */
    @Override
    public void close() {
        stopping = true;
        waiting.forEach(Waiting::stop);
        watch.shutdownNow();
    }
}
