package dev.waggle.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * The connection below a request whose answer takes long. It is closed after the answer.
 *
 * <p>Jetty does not read while a request is answered, so it would see that a client left only when a write fails. Here we
 * read: the body is in memory already ({@link WholeBody}), so there is nothing to come but the end. Whatever a client
 * sends nevertheless is dropped, which is why the connection can't be used for a next request.
 */
final class ClientConnection {
    private final EndPoint endPoint;
    private final Response response;
    private final ByteBuffer sink = BufferUtil.allocate(256);

    private ClientConnection(EndPoint endPoint, Response response) {
        this.endPoint = endPoint;
        this.response = response;
    }

    static ClientConnection of(Context ctx) {
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(ctx.req());
        ctx.header("Connection", "close");
        return new ClientConnection(
                request.getConnectionMetaData().getConnection().getEndPoint(), request.getServletContextResponse());
    }

    /** Whether the client has closed its side. */
    boolean isGone() {
        if (!endPoint.isOpen() || endPoint.isInputShutdown()) {
            return true;
        }
        try {
            BufferUtil.clear(sink);
            return endPoint.fill(sink) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Writes without waiting; one write at a time. */
    void write(ByteBuffer bytes, Callback callback) {
        response.write(false, bytes, callback);
    }

    /** Hangs up, whatever is still to be written. */
    void cut() {
        endPoint.close();
    }
}
