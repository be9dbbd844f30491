package dev.waggle.server.routes;

import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.server.http.Problem;
import io.javalin.http.Context;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What {@code GET /api/workers} asks for; a null part asks for nothing. */
record WorkerFilter(
        @Nullable String backend,
        @Nullable String platform,
        @Nullable String architecture,
        @Nullable Long minContext,
        @Nullable String format,
        @Nullable String modelArchitecture,
        @Nullable String task) {
    private static final Set<String> NAMES =
            Set.of("backend", "platform", "architecture", "minContext", "format", "modelArchitecture", "task");

    static WorkerFilter of(Context ctx) {
        for (String name : ctx.queryParamMap().keySet())
            if (!NAMES.contains(name))
                throw Problem.of(
                                400,
                                "unknown-parameter",
                                "There is no parameter '" + name + "'; there are "
                                        + String.join(", ", new TreeSet<>(NAMES)) + ".")
                        .exception();
        return new WorkerFilter(
                ctx.queryParam("backend"),
                ctx.queryParam("platform"),
                ctx.queryParam("architecture"),
                number(ctx.queryParam("minContext")),
                ctx.queryParam("format"),
                ctx.queryParam("modelArchitecture"),
                ctx.queryParam("task"));
    }

    private static @Nullable Long number(@Nullable String text) {
        if (text == null) return null;
        if (!text.matches("\\d{1,9}"))
            throw Problem.of(400, "bad-parameter", "minContext is a whole number of tokens.")
                    .exception();
        return Long.valueOf(text);
    }

    boolean matches(WorkerEntry worker) {
        return (backend == null || worker.workerType().equals(backend))
                && (platform == null || worker.platforms().contains(platform))
                && (architecture == null || worker.architectures().contains(architecture))
                && (task == null || worker.tasks().contains(task))
                && reads(worker)
                && keeps(worker);
    }

    /** A format that was asked for, an architecture that was asked for, or both as a pair. */
    private boolean reads(WorkerEntry worker) {
        return worker.engine().formats().entrySet().stream()
                .anyMatch(each -> (format == null || each.getKey().equals(format))
                        && (modelArchitecture == null
                                || each.getValue().architectures().contains(modelArchitecture)));
    }

    /** A worker without a limit of its own keeps any context; one that has no context at all keeps none. */
    private boolean keeps(WorkerEntry worker) {
        Long limit = worker.maxContextLength();
        if (minContext == null) return true;
        return limit == null ? !worker.tasks().contains("image") : limit >= minContext;
    }
}
