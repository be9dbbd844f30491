package dev.waggle.server.http;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a request whose handler threw: with its problem, or with an id under which the log has the rest. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    static void answer(Exception thrown, Context ctx) {
        ProblemException problem = problem(thrown, ctx);
        SseStream stream = ctx.attribute(SseStream.ATTRIBUTE);
        if (stream != null) {
            stream.fail(problem.problem());
            ctx.future(stream::ended);
            return;
        }
        ctx.removeHeader("ETag");
        problem.headers().forEach(ctx::header);
        ctx.status(problem.problem().status())
                .header("Cache-Control", "no-store")
                .result(ProblemWriter.json(problem.problem().at(ctx.path())))
                .contentType(Problem.MEDIA_TYPE);
    }

    private static ProblemException problem(Exception thrown, Context ctx) {
        if (thrown instanceof ProblemException known) {
            return known;
        }
        if (thrown instanceof InterruptedException) {
            return Problem.of(503, "stopping", "The server is stopping.").exception();
        }
        if (thrown instanceof HttpResponseException javalins && javalins.getStatus() < 500) {
            return Problem.of(javalins.getStatus(), "refused", "The request can't be answered.")
                    .exception();
        }
        String id = "urn:uuid:" + UUID.randomUUID();
        LOG.error("{} {} failed; told the caller {}", ctx.method().name(), routeOf(ctx), id, thrown);
        return Problem.of(500, "fault", "Something went wrong on our side. The log has more under this instance's id.")
                .at(id)
                .exception();
    }

    private static String routeOf(Context ctx) {
        Admission admission = ctx.attribute(Admission.ATTRIBUTE);
        return admission == null ? "a request" : admission.route().path();
    }
}
