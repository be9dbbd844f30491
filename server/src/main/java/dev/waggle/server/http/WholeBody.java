package dev.waggle.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Lets a request on only when all of its body is here. While it trickles in no thread waits for it, so that slow senders
 * can't use up the threads; and it may be neither too large nor too late.
 */
final class WholeBody extends Handler.Wrapper {
    private final Limits limits;

    WholeBody(Limits limits) {
        this.limits = limits;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long length = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        if (length > limits.bodyBytes()) {
            ProblemWriter.write(request, response, callback, tooLarge());
            return true;
        }
        if (length <= 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
            return super.handle(request, response, callback);
        }
        new Arrival(request, response, callback).start();
        return true;
    }

    private ProblemException tooLarge() {
        return Problem.of(413, "too-large", "The body is larger than " + limits.bodyBytes() + " bytes.")
                .exception();
    }

    private boolean passOn(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, response, callback);
    }

    /** One body on its way. */
    private final class Arrival implements Runnable {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final AtomicBoolean over = new AtomicBoolean();
        private final Scheduler.Task deadline;

        Arrival(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.deadline = getServer()
                    .getScheduler()
                    .schedule(this::late, limits.bodyTime().toMillis(), TimeUnit.MILLISECONDS);
        }

        void start() {
            run();
        }

        @Override
        public void run() {
            while (!over.get()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    end(Problem.of(400, "malformed", "The body did not arrive whole.")
                            .exception());
                    return;
                }
                take(chunk);
            }
        }

        private void take(Content.Chunk chunk) {
            ByteBuffer buffer = chunk.getByteBuffer();
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            boolean last = chunk.isLast();
            chunk.release();
            bytes.writeBytes(part);
            if (bytes.size() > limits.bodyBytes()) {
                end(tooLarge());
            } else if (last && over.compareAndSet(false, true)) {
                deadline.cancel();
                getServer().getThreadPool().execute(this::complete);
            }
        }

        private void late() {
            end(Problem.of(
                            408,
                            "too-slow",
                            "The body took longer than " + limits.bodyTime().toSeconds() + " s to arrive.")
                    .exception());
        }

        private void end(ProblemException problem) {
            if (over.compareAndSet(false, true)) {
                deadline.cancel();
                response.getHeaders().put("Connection", "close");
                ProblemWriter.write(request, response, callback, problem);
            }
        }

        private void complete() {
            Request whole = new WithBody(request, bytes.toByteArray());
            try {
                if (!passOn(whole, response, callback)) {
                    Response.writeError(whole, response, callback, 404);
                }
            } catch (Exception e) {
                Response.writeError(whole, response, callback, e);
            }
        }
    }

    /** A request whose body is in memory. */
    private static final class WithBody extends Request.Wrapper {
        private final Content.Source body;
        private final int length;

        WithBody(Request request, byte[] bytes) {
            super(request);
            this.body = Content.Source.from(ByteBuffer.wrap(bytes));
            this.length = bytes.length;
        }

        @Override
        public long getLength() {
            return length;
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable callback) {
            body.demand(callback);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
        }
    }
}
