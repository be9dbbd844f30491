package dev.waggle.server.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.server.app.Live;
import dev.waggle.server.app.Matrix;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.app.Waggle.Place;
import dev.waggle.server.http.Access;
import dev.waggle.server.http.Caller;
import dev.waggle.server.http.Conditional;
import dev.waggle.server.http.JsonBody;
import dev.waggle.server.http.Problem;
import dev.waggle.server.http.Routes;
import dev.waggle.server.json.AdviceJson;
import dev.waggle.server.json.ExplanationJson;
import dev.waggle.server.json.MatrixForm;
import dev.waggle.server.json.VerdictJson;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Questions: one model, one worker, batches and the matrix. */
public final class JudgeRoutes {
    private static final int MOST_QUESTIONS = 100;

    private final Waggle waggle;
    private final Naming naming;

    private JudgeRoutes(Waggle waggle) {
        this.waggle = waggle;
        this.naming = new Naming(waggle);
    }

    /** Adds the routes, which ask the generation that answers. */
    public static void addTo(Routes routes, Live live) {
        Supplier<JudgeRoutes> now = live.each(JudgeRoutes::new);
        routes.post(
                "/api/check", Access.OPEN, ctx -> ctx.json(now.get().check(JsonBody.read(ctx, CheckBody.class), ctx)));
        routes.post("/api/check/batch", Access.OPEN, ctx -> now.get().batch(ctx));
        routes.get(
                "/api/models/{id}/compatibility", Access.OPEN, ctx -> now.get().model(ctx));
        routes.get(
                "/api/workers/{id}/compatibility", Access.OPEN, ctx -> now.get().worker(ctx));
        routes.get("/api/matrix", Access.OPEN, ctx -> now.get().matrix(ctx));
    }

    /**
     * A question.
     *
     * @param model {@code id} or {@code id:variant}
     * @param workers ids; null = all
     * @param machine a named machine's id, {@code local}, or a machine file as an object; null = local
     * @param settings what else is asked for; null = nothing
     * @param explain true = also why each rule spoke or did not; null = false
     */
    record CheckBody(
            String model,
            @Nullable List<String> workers,
            @Nullable JsonNode machine,
            @Nullable SettingsBody settings,
            @Nullable Boolean explain) {}

    /** See {@link Wish}. */
    record SettingsBody(
            @Nullable String task,
            @Nullable Long contextTokens,
            @Nullable Integer sequences,
            @Nullable String kvType,
            @Nullable Boolean flashAttention,
            @Nullable List<String> parameters) {
        Wish wish() {
            try {
                return new Wish(
                        task,
                        contextTokens,
                        sequences,
                        kvType,
                        flashAttention,
                        parameters == null ? Set.of() : Set.copyOf(parameters));
            } catch (IllegalArgumentException e) {
                throw Problem.ofBody(List.of(new Problem.Fault("/settings", String.valueOf(e.getMessage()))))
                        .exception();
            }
        }
    }

    /** Several questions. */
    record BatchBody(List<CheckBody> questions) {}

    private Map<String, Object> check(CheckBody body, Context ctx) {
        Wish wish = body.settings() == null ? Wish.none() : body.settings().wish();
        Place place = naming.place(body.machine(), ctx);
        List<WorkerEntry> workers = workers(body.workers());
        Subject subject = naming.subject(body.model(), ctx);
        List<Verdict> verdicts = waggle.judge(subject, place, workers, wish);
        List<Verdict> others = body.workers() == null ? verdicts : waggle.judge(subject, place, waggle.workers(), wish);
        List<Map<String, @Nullable Object>> forms = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            Map<String, @Nullable Object> form = json(verdict);
            if (isAdvised(verdict, verdicts, subject))
                AdviceJson.with(form, waggle.advice(subject, place, wish, others, verdict));
            if (Boolean.TRUE.equals(body.explain()))
                ExplanationJson.with(form, waggle.explain(subject, place, wish, verdict));
            forms.add(form);
        }
        return answer(verdicts, forms);
    }

    /** Of one variant every verdict comes with advice; of several only the one to choose. */
    private boolean isAdvised(Verdict verdict, List<Verdict> verdicts, Subject subject) {
        return subject.variants().size() == 1
                || waggle.recommendation()
                        .cell(verdicts)
                        .filter(verdict::equals)
                        .isPresent();
    }

    private void batch(Context ctx) {
        List<CheckBody> questions = JsonBody.read(ctx, BatchBody.class).questions();
        if (questions.isEmpty() || questions.size() > MOST_QUESTIONS)
            throw Problem.ofBody(List.of(new Problem.Fault("/questions", "1 to " + MOST_QUESTIONS + " questions")))
                    .exception();
        refuseExplaining(questions);
        List<Map<String, Object>> answers = new ArrayList<>();
        for (CheckBody question : questions) answers.add(check(question, ctx));
        ctx.json(Map.of("answers", answers));
    }

    /** Explanations are as long as the rules are many: they are for one question at a time. */
    private static void refuseExplaining(List<CheckBody> questions) {
        List<Problem.Fault> faults = new ArrayList<>();
        for (int question = 0; question < questions.size(); question++)
            if (Boolean.TRUE.equals(questions.get(question).explain()))
                faults.add(new Problem.Fault(
                        "/questions/" + question + "/explain", "It is true; explanations are at /api/check."));
        if (!faults.isEmpty()) throw Problem.ofBody(faults).exception();
    }

    private void model(Context ctx) {
        Subject subject = naming.subject(ctx.pathParam("id"), ctx);
        ctx.json(verdicts(waggle.judge(subject, place(ctx), waggle.workers(), Wish.none())));
    }

    private void worker(Context ctx) {
        List<WorkerEntry> worker = workers(List.of(ctx.pathParam("id")));
        Place place = place(ctx);
        List<Verdict> verdicts = new ArrayList<>();
        for (String model : waggle.catalog().models().keySet())
            verdicts.addAll(waggle.judge(naming.subject(model, ctx), place, worker, Wish.none()));
        ctx.json(verdicts(verdicts));
    }

    private void matrix(Context ctx) {
        String machine = ctx.queryParamAsClass("machine", String.class).getOrDefault(Waggle.LOCAL);
        Place place = place(ctx);
        String format = ctx.queryParamAsClass("format", String.class).getOrDefault("json");
        if (!Set.of("json", "csv").contains(format))
            throw Problem.of(400, "bad-parameter", "format is json or csv.").exception();
        boolean own = Caller.of(ctx) != Caller.ANONYMOUS;
        if (!own && Conditional.answered(ctx, waggle.version() + "-" + machine + "-" + format)) return;
        Matrix matrix = waggle.matrix(place, own);
        if (format.equals("csv")) ctx.contentType("text/csv; charset=utf-8").result(MatrixForm.csv(matrix));
        else ctx.json(MatrixForm.json(matrix, waggle.ruleSet(), waggle.catalog().hash()));
    }

    private Map<String, Object> verdicts(List<Verdict> verdicts) {
        return answer(verdicts, verdicts.stream().map(this::json).toList());
    }

    private Map<String, @Nullable Object> json(Verdict verdict) {
        return VerdictJson.of(verdict, waggle.ruleSet(), waggle.catalog().hash());
    }

    private Map<String, Object> answer(List<Verdict> verdicts, List<Map<String, @Nullable Object>> forms) {
        Map<String, Object> json = new LinkedHashMap<>();
        waggle.recommendation()
                .best(verdicts)
                .ifPresent(best -> json.put(
                        "recommended",
                        Map.of(
                                "variant",
                                best.variant(),
                                "worker",
                                best.worker().id())));
        json.put("verdicts", forms);
        return json;
    }

    private List<WorkerEntry> workers(@Nullable List<String> ids) {
        if (ids == null) return waggle.workers();
        List<WorkerEntry> workers = new ArrayList<>();
        try {
            for (String id : ids) workers.add(waggle.worker(id));
        } catch (UnknownIdException e) {
            throw Naming.unknown("worker", e);
        }
        return workers;
    }

    private Place place(Context ctx) {
        return naming.place(ctx.queryParamAsClass("machine", String.class).getOrDefault(Waggle.LOCAL), ctx);
    }
}
