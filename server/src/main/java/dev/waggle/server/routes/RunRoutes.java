package dev.waggle.server.routes;

import dev.waggle.rules.judge.Wish;
import dev.waggle.runtime.runs.RunId;
import dev.waggle.runtime.runs.Runs;
import dev.waggle.server.app.Live;
import dev.waggle.server.app.Startable;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.http.Access;
import dev.waggle.server.http.JsonBody;
import dev.waggle.server.http.Problem;
import dev.waggle.server.http.Routes;
import dev.waggle.server.json.RunJson;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The started workers: look at them, start one, end one. */
public final class RunRoutes {
    private final Asking asking;
    private final Runs runs;

    private RunRoutes(Waggle waggle, Startable startable, Runs runs) {
        this.asking = new Asking(waggle, startable, runs);
        this.runs = runs;
    }

    /** Adds the routes, which judge with the generation that answers and start with the others. */
    public static void addTo(Routes routes, Live live, Startable startable, Runs runs) {
        Supplier<RunRoutes> now = live.each(waggle -> new RunRoutes(waggle, startable, runs));
        routes.get("/api/runs", Access.USER, ctx -> now.get().list(ctx));
        routes.post("/api/runs", Access.USER, ctx -> now.get().start(ctx));
        routes.get("/api/runs/{id}", Access.USER, ctx -> now.get().show(ctx));
        routes.delete("/api/runs/{id}", Access.USER, ctx -> now.get().stop(ctx));
    }

    /**
     * What to start.
     *
     * @param model {@code id} or {@code id:variant} of a model on this machine
     * @param worker a worker's id; null = the best one that can be started
     * @param settings what else is asked for; null = nothing
     */
    record StartBody(String model, @Nullable String worker, JudgeRoutes.@Nullable SettingsBody settings) {}

    private void list(Context ctx) {
        ctx.json(Map.of("runs", runs.runs().stream().map(RunJson::of).toList()));
    }

    private void start(Context ctx) {
        StartBody body = JsonBody.read(ctx, StartBody.class);
        Wish wish = body.settings() == null
                ? new Wish(null, null, null, null, null, Set.of())
                : body.settings().wish();
        Asking.Asked asked = asking.toStart(body.model(), wish, body.worker());
        RunId id = runs.start(
                asked.plan(), body.model() + " on " + asked.verdict().worker().id());
        ctx.status(201).header("Location", "/api/runs/" + id.value());
        runs.run(id).ifPresent(run -> ctx.json(RunJson.of(run)));
    }

    private void show(Context ctx) {
        ctx.json(id(ctx).flatMap(runs::run).map(RunJson::of).orElseThrow(() -> unknown(ctx)));
    }

    private void stop(Context ctx) {
        if (!id(ctx).map(runs::stop).orElse(false)) throw unknown(ctx);
        ctx.status(204);
    }

    private static Optional<RunId> id(Context ctx) {
        try {
            return Optional.of(new RunId(ctx.pathParam("id")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private RuntimeException unknown(Context ctx) {
        List<String> known = runs.runs().stream().map(run -> run.id().value()).toList();
        return Problem.unknown("run", ctx.pathParam("id"), known).exception();
    }
}
