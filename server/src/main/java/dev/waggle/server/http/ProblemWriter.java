package dev.waggle.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.waggle.server.json.Json;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Writes problems where no handler ran: what the gate refuses, and what Jetty can't read at all. */
final class ProblemWriter extends ErrorHandler {
    /** Jetty's own refusals: malformed, too large, shutting down. What Jetty says of them is not passed on. */
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = request.getAttribute(ERROR_EXCEPTION) instanceof HttpException known
                ? known.getCode()
                : response.getStatus();
        ResponseHeaders.secure(response.getHeaders());
        write(
                request,
                response,
                callback,
                Problem.of(status, code(status), sentence(status)).exception());
        return true;
    }

    private static String code(int status) {
        return switch (status) {
            case 408 -> "too-slow";
            case 413, 414, 431 -> "too-large";
            case 503 -> "stopping";
            default -> status < 500 ? "malformed" : "fault";
        };
    }

    private static String sentence(int status) {
        return switch (status) {
            case 408 -> "The request took too long to arrive.";
            case 413 -> "The body is too large.";
            case 414 -> "The path and query are too long.";
            case 431 -> "The headers are too large.";
            case 503 -> "The server is stopping.";
            default -> status < 500 ? "This is not a request as HTTP has it." : "Something went wrong.";
        };
    }

    static void write(Request request, Response response, Callback callback, ProblemException problem) {
        problem.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.setStatus(problem.problem().status());
        response.getHeaders().put("Content-Type", Problem.MEDIA_TYPE);
        response.getHeaders().put("Cache-Control", "no-store");
        String path = request.getHttpURI() == null ? null : request.getHttpURI().getPath();
        byte[] body = json(problem.problem().at(path == null ? "" : path));
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    static byte[] json(Problem problem) {
        try {
            return Json.MAPPER.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can't be written as JSON", e);
        }
    }
}
