package dev.waggle.runtime.guarded;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response as it comes: one piece is asked for at a time, so that a program that says much is not stored, and
 * whoever waits for one can leave at any moment. Leaving early closes the connection, which tells the program to stop.
 */
final class ChunkBody implements HttpResponse.BodySubscriber<ChunkBody>, AutoCloseable {
    private static final int LOOK_MILLIS = 20;

    private sealed interface Piece {
        record Bytes(ByteBuffer bytes) implements Piece {}

        record End() implements Piece {}

        record Broken(Throwable why) implements Piece {}
    }

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final Object lock = new Object();
    private Flow.@Nullable Subscription subscription;
    private boolean closed;

    @Override
    public CompletionStage<ChunkBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        boolean wanted;
        synchronized (lock) {
            wanted = !closed && subscription == null;
            if (wanted) {
                subscription = given;
            }
        }
        if (wanted) {
            given.request(1);
        } else {
            given.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        ByteBuffer all = ByteBuffer.allocate(
                buffers.stream().mapToInt(ByteBuffer::remaining).sum());
        buffers.forEach(all::put);
        pieces.add(new Piece.Bytes(all.flip()));
    }

    @Override
    public void onError(Throwable throwable) {
        pieces.add(new Piece.Broken(throwable));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
    }

    /**
     * The next bytes, or null at the end.
     *
     * @throws CancelledException as soon as that is so
     * @throws IOException when the connection broke
     */
    @Nullable
    ByteBuffer next(BooleanSupplier cancelled) throws IOException, CancelledException {
        Piece piece = null;
        while (piece == null) {
            if (cancelled.getAsBoolean()) {
                throw new CancelledException();
            }
            piece = await();
        }
        if (piece instanceof Piece.Bytes bytes) {
            askForMore();
            return bytes.bytes();
        } else if (piece instanceof Piece.Broken broken) {
            throw new IOException("the connection to the program broke", broken.why());
        }
        return null;
    }

    private @Nullable Piece await() throws CancelledException {
        try {
            return pieces.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
    }

    private void askForMore() {
        synchronized (lock) {
            if (subscription != null && !closed) {
                subscription.request(1);
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }
}
