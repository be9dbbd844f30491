package dev.waggle.hardware;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Reads sources side by side, each on a thread of its own that ends with the program, under one deadline. A source
 * that throws, even an Error of a native library, or hangs becomes an unknown fact and disturbs no other.
 */
final class Readings implements AutoCloseable {
    private final Duration limit;
    private final long deadlineNanos;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "waggle-hardware");
        thread.setDaemon(true);
        return thread;
    });

    Readings(Duration limit) {
        this.limit = limit;
        this.deadlineNanos = System.nanoTime() + limit.toNanos();
    }

    /** Starts reading; the supplier waits for the answer. */
    <T> Supplier<Fact<T>> start(String name, Source<T> source) {
        Future<T> answer = threads.submit(() -> Objects.requireNonNull(source.read(), "no answer"));
        return () -> await(name, answer);
    }

    private <T> Fact<T> await(String name, Future<T> answer) {
        try {
            long remaining = Math.max(0, deadlineNanos - System.nanoTime());
            return Fact.known(answer.get(remaining, TimeUnit.NANOSECONDS), name);
        } catch (ExecutionException failure) {
            return Fact.unknown(name + " failed: " + failure.getCause());
        } catch (TimeoutException late) {
            answer.cancel(true);
            return Fact.unknown(name + " did not answer within " + limit.toMillis() + " ms");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Fact.unknown(name + " was not waited for: the program was interrupted");
        }
    }

    /** Lets go of the threads; one that hangs is left behind, asked to stop. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
