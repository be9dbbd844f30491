package dev.waggle.server.routes;

import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.runtime.Cancel;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.runs.Retry;
import dev.waggle.runtime.runs.RunAnswer;
import dev.waggle.runtime.runs.Runs;
import dev.waggle.server.app.Live;
import dev.waggle.server.app.Startable;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.app.Waggle.Place;
import dev.waggle.server.http.Access;
import dev.waggle.server.http.ClientWatch;
import dev.waggle.server.http.JsonBody;
import dev.waggle.server.http.Problem;
import dev.waggle.server.http.Routes;
import dev.waggle.server.http.SseStream;
import dev.waggle.server.json.Json;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Generation, as OpenAI's interface has it: what can run here, chats, texts and embeddings. */
public final class GenerationRoutes {
    private final Waggle waggle;
    private final Startable startable;
    private final Asking asking;
    private final Runs runs;

    private GenerationRoutes(Waggle waggle, Startable startable, Runs runs) {
        this.waggle = waggle;
        this.startable = startable;
        this.asking = new Asking(waggle, startable, runs);
        this.runs = runs;
    }

    /** Adds the routes, which judge with the generation that answers and start with the others. */
    public static void addTo(Routes routes, Live live, Startable startable, Runs runs) {
        Supplier<GenerationRoutes> now = live.each(waggle -> new GenerationRoutes(waggle, startable, runs));
        routes.get("/v1/models", Access.USER, ctx -> now.get().models(ctx));
        routes.post("/v1/chat/completions", Access.USER, ctx -> now.get().chat(ctx));
        routes.post("/v1/completions", Access.USER, ctx -> now.get().text(ctx));
        routes.post("/v1/embeddings", Access.USER, ctx -> now.get().embeddings(ctx));
    }

    private void models(Context ctx) throws UnknownIdException {
        Place here = waggle.place(Waggle.LOCAL);
        List<Map<String, Object>> models = new ArrayList<>();
        waggle.localModels().forEach((id, model) -> {
            Subject subject = new Subject(model.entry(), model.entry().variants(), model.file());
            List<Verdict> verdicts = waggle.judge(subject, here, startable.of(waggle.workers()), Wish.none());
            if (waggle.recommendation().best(verdicts).isPresent())
                models.add(Map.of("id", id, "object", "model", "created", 0, "owned_by", "local"));
        });
        ctx.json(Map.of("object", "list", "data", models));
    }

    private void chat(Context ctx) {
        ChatBody body = JsonBody.read(ctx, ChatBody.class);
        answer(
                ctx,
                "chat",
                body.prompt(),
                body.sampling(),
                AnswerForm.ofChat(body.model()),
                body.isStreamed(),
                body.wantsUsage());
    }

    private void text(Context ctx) {
        CompletionBody body = JsonBody.read(ctx, CompletionBody.class);
        answer(
                ctx,
                "completion",
                body.text(),
                body.sampling(),
                AnswerForm.ofText(body.model()),
                body.isStreamed(),
                body.wantsUsage());
    }

    private void answer(
            Context ctx,
            String task,
            Prompt prompt,
            SamplingBody sampling,
            AnswerForm form,
            boolean streamed,
            boolean wantsUsage) {
        GenerationRequest request = sampling.request(prompt);
        Wish wish = new Wish(task, null, null, null, null, Set.copyOf(sampling.parameters()));
        Plan plan = asking.toAnswer(form.model(), wish);
        if (streamed) stream(ctx, plan, request, form, wantsUsage);
        else whole(ctx, plan, request, form);
    }

    private void whole(Context ctx, Plan plan, GenerationRequest request, AnswerForm form) {
        StringBuilder text = new StringBuilder();
        Cancel cancel = new Cancel();
        try (ClientWatch watch = ClientWatch.open(ctx, cancel::cancel)) {
            RunAnswer answer = runs.generate(plan, request, text::append, cancel);
            Problem problem = problem(answer);
            if (watch.isGone()) return;
            if (problem != null) throw OpenAi.problem(problem);
            Ended.Finished finished = finished(answer);
            ctx.json(form.whole(text.toString(), finished.reason(), finished.usage()));
        }
    }

    private void stream(Context ctx, Plan plan, GenerationRequest request, AnswerForm form, boolean wantsUsage) {
        Cancel cancel = new Cancel();
        SseStream stream = SseStream.open(ctx, cancel::cancel);
        Map<String, Object> opening = form.opening();
        if (opening != null) send(stream, opening);
        RunAnswer answer = runs.generate(plan, request, text -> send(stream, form.piece(text)), cancel);
        Problem problem = problem(answer);
        if (problem != null) {
            send(stream, OpenAi.withError(problem));
        } else {
            Ended.Finished finished = finished(answer);
            send(stream, form.ending(finished.reason()));
            if (wantsUsage) send(stream, form.usage(finished.usage()));
            stream.send("[DONE]");
        }
        stream.close();
    }

    private void embeddings(Context ctx) {
        EmbeddingBody body = JsonBody.read(ctx, EmbeddingBody.class);
        List<String> inputs = body.inputs();
        boolean base64 = body.isBase64();
        Wish wish = new Wish("embedding", null, null, null, null, Set.of());
        Plan plan = asking.toAnswer(body.model(), wish);
        List<Map<String, Object>> data = new ArrayList<>();
        Cancel cancel = new Cancel();
        try (ClientWatch watch = ClientWatch.open(ctx, cancel::cancel)) {
            RunAnswer answer = runs.embed(
                    plan,
                    inputs,
                    (index, values) -> data.add(Map.of(
                            "object", "embedding", "index", index, "embedding", EmbeddingForm.of(values, base64))),
                    cancel);
            Problem problem = problem(answer);
            if (watch.isGone()) return;
            if (problem != null) throw OpenAi.problem(problem);
            int tokens = finished(answer).usage().promptTokens();
            ctx.json(Map.of(
                    "object",
                    "list",
                    "model",
                    body.model(),
                    "data",
                    data,
                    "usage",
                    Map.of("prompt_tokens", tokens, "total_tokens", tokens)));
        }
    }

    private static void send(SseStream stream, Object event) {
        stream.send(Json.text(event));
    }

    private static Ended.Finished finished(RunAnswer answer) {
        return (Ended.Finished) ((RunAnswer.Asked) answer).ended();
    }

    /** What went wrong; null where the answer is complete. */
    private static @Nullable Problem problem(RunAnswer answer) {
        if (answer instanceof RunAnswer.Overloaded)
            return Problem.of(503, "overloaded", "Other answers are being generated; try again later.");
        if (answer instanceof RunAnswer.CancelledWaiting)
            return Problem.of(499, "cancelled", "The answer was cancelled.");
        if (answer instanceof RunAnswer.NotStarted not) return notStarted(not);
        Ended ended = ((RunAnswer.Asked) answer).ended();
        if (ended instanceof Ended.Finished) return null;
        if (ended instanceof Ended.Refused refused)
            return Problem.of(400, refused.code(), refused.message()).with("facts", refused.facts());
        if (ended instanceof Ended.Failed failed) return problem(failed.failure());
        return Problem.of(499, "cancelled", "The answer was cancelled.");
    }

    private static Problem notStarted(RunAnswer.NotStarted not) {
        Problem problem = problem(not.failure());
        return not.retry() instanceof Retry.After after
                ? problem.with("retryInSeconds", after.delay().toSeconds())
                : problem.with("retry", "It failed too often: start it with POST /api/runs once the cause is gone.");
    }

    /** The worker's fault, but for memory that others took: that is this machine's state, and passes. */
    private static Problem problem(WorkerFailure failure) {
        int status = failure instanceof WorkerFailure.NoLongerFits ? 409 : 502;
        return Problem.of(status, failure.code().replace('_', '-'), failure.message());
    }
}
