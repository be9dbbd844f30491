package dev.waggle.server.routes;

import dev.waggle.hardware.MachineDetector;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.catalog.ModelEntry;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.server.app.Live;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.http.Access;
import dev.waggle.server.http.Caller;
import dev.waggle.server.http.Conditional;
import dev.waggle.server.http.Problem;
import dev.waggle.server.http.Routes;
import dev.waggle.server.json.CatalogJson;
import dev.waggle.server.json.MachineJson;
import dev.waggle.server.json.RuleJson;
import io.javalin.http.Context;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reading the catalog, the rules and this machine. */
public final class CatalogRoutes {
    private final Waggle waggle;

    private CatalogRoutes(Waggle waggle) {
        this.waggle = waggle;
    }

    /** Adds the routes, which read from the generation that answers. */
    public static void addTo(Routes routes, Live live) {
        Supplier<CatalogRoutes> now = live.each(CatalogRoutes::new);
        routes.get("/health", Access.OPEN, ctx -> ctx.json(Map.of("ok", true)));
        routes.get("/api/hardware", Access.USER, ctx -> ctx.json(MachineJson.of(MachineDetector.detect())));
        routes.get("/api/machines", Access.OPEN, ctx -> now.get().machines(ctx));
        routes.get("/api/machines/{id}", Access.OPEN, ctx -> now.get().machine(ctx));
        routes.get("/api/workers", Access.OPEN, ctx -> now.get().workers(ctx));
        routes.get("/api/workers/{id}", Access.OPEN, ctx -> now.get().worker(ctx));
        routes.get("/api/models", Access.OPEN, ctx -> now.get().models(ctx));
        routes.get("/api/models/{id}", Access.OPEN, ctx -> now.get().model(ctx));
        routes.get("/api/rules", Access.OPEN, ctx -> now.get().rules(ctx));
        routes.get("/api/rules/{id}", Access.OPEN, ctx -> now.get().rule(ctx));
    }

    private boolean unchanged(Context ctx) {
        return Conditional.answered(ctx, waggle.version());
    }

    private void machines(Context ctx) {
        if (unchanged(ctx)) return;
        Map<String, Object> machines = new TreeMap<>();
        waggle.catalog().machines().forEach((id, machine) -> machines.put(id, MachineJson.of(machine)));
        ctx.json(Map.of("machines", machines));
    }

    private void machine(Context ctx) {
        if (!unchanged(ctx))
            ctx.json(MachineJson.of(
                    named("machine", ctx.pathParam("id"), waggle.catalog().machines())));
    }

    /** A worker passes where it has every value that was asked for. */
    private void workers(Context ctx) {
        WorkerFilter filter = WorkerFilter.of(ctx);
        if (unchanged(ctx)) return;
        List<Map<String, @Nullable Object>> workers = waggle.workers().stream()
                .filter(filter::matches)
                .map(CatalogJson::worker)
                .toList();
        ctx.json(Map.of("workers", workers));
    }

    private void worker(Context ctx) {
        WorkerEntry worker =
                named("worker", ctx.pathParam("id"), waggle.catalog().workers());
        if (!unchanged(ctx)) ctx.json(CatalogJson.worker(worker));
    }

    /** What lies on this machine is told to its user alone. */
    private Map<String, ModelEntry> modelsFor(Context ctx) {
        return Caller.of(ctx) == Caller.ANONYMOUS ? waggle.catalog().models() : waggle.models();
    }

    private void models(Context ctx) {
        Collection<ModelEntry> models = modelsFor(ctx).values();
        ctx.json(Map.of("models", models.stream().map(CatalogJson::model).toList()));
    }

    private void model(Context ctx) {
        ctx.json(CatalogJson.model(named("model", ctx.pathParam("id"), modelsFor(ctx))));
    }

    private void rules(Context ctx) {
        if (unchanged(ctx)) return;
        ctx.json(Map.of(
                "ruleSet",
                waggle.ruleSet(),
                "rules",
                book().stream().map(RuleJson::of).toList()));
    }

    private List<Rule> book() {
        return waggle.judge().rules().book().rules();
    }

    private void rule(Context ctx) {
        String id = ctx.pathParam("id");
        Rule rule = waggle.judge()
                .rules()
                .book()
                .rule(id)
                .orElseThrow(() -> Problem.unknown(
                                "rule", id, book().stream().map(Rule::id).toList())
                        .exception());
        if (!unchanged(ctx)) ctx.json(RuleJson.of(rule));
    }

    private static <T> T named(String kind, String id, Map<String, T> all) {
        T one = all.get(id);
        if (one == null) throw Problem.unknown(kind, id, all.keySet()).exception();
        return one;
    }
}
