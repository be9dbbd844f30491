package dev.waggle.server.routes;

import dev.waggle.rules.catalog.WorkerEntry;
import dev.waggle.rules.judge.Outcome;
import dev.waggle.rules.judge.Verdict;
import dev.waggle.rules.judge.Wish;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.Usage;
import dev.waggle.server.app.Runs;
import dev.waggle.server.app.Runs.Cancel;
import dev.waggle.server.app.Startable;
import dev.waggle.server.app.Subject;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.app.Waggle.Place;
import dev.waggle.server.http.Access;
import dev.waggle.server.http.ClientWatch;
import dev.waggle.server.http.JsonBody;
import dev.waggle.server.http.Problem;
import dev.waggle.server.http.ProblemException;
import dev.waggle.server.http.Routes;
import dev.waggle.server.http.SseStream;
import dev.waggle.server.json.Json;
import dev.waggle.server.json.VerdictJson;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Generation, as OpenAI's interface has it: what can run here, and chat completions. */
public final class ChatRoutes {
    private final Waggle waggle;
    private final Startable startable;
    private final Runs runs;

    /** Judges with the first, starts with the others. */
    public ChatRoutes(Waggle waggle, Startable startable, Runs runs) {
        this.waggle = waggle;
        this.startable = startable;
        this.runs = runs;
    }

    /** Adds the routes. */
    public void addTo(Routes routes) {
        routes.get("/v1/models", Access.USER, this::models);
        routes.post("/v1/chat/completions", Access.USER, this::chat);
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
        GenerationRequest request = body.request();
        Plan plan = plan(body);
        Completion completion =
                new Completion("chatcmpl-" + UUID.randomUUID(), body.model(), System.currentTimeMillis() / 1000);
        if (body.isStreamed()) stream(ctx, plan, request, completion, body.wantsUsage());
        else answer(ctx, plan, request, completion);
    }

    /** The same judgement as everywhere: what can't run is refused with its findings. */
    private Plan plan(ChatBody body) {
        Subject subject = subject(body.model());
        if (subject.file() == null)
            throw openAi(Problem.of(
                    409,
                    "not-here",
                    "The file of " + body.model()
                            + " is not on this machine; models lie in the data folder under models."));
        List<WorkerEntry> workers = startable.of(waggle.workers());
        Wish wish = new Wish("chat", null, null, null, null, body.parameters());
        List<Verdict> verdicts = waggle.judge(subject, here(), workers, wish);
        Optional<Verdict> best = waggle.recommendation().best(verdicts);
        if (best.isEmpty()) throw openAi(refusal(body.model(), verdicts));
        refuseIgnored(best.get());
        return startable.plan(best.get(), subject.file()).orElseThrow();
    }

    /** A parameter without an effect is a caveat of the verdict; a request that insists on it is refused. */
    private static void refuseIgnored(Verdict verdict) {
        verdict.findings().stream()
                .filter(finding -> finding.rule().startsWith("PAR-"))
                .findFirst()
                .ifPresent(finding -> {
                    throw openAi(Problem.of(400, "parameter-not-obeyed", finding.message()));
                });
    }

    private Problem refusal(String model, List<Verdict> verdicts) {
        List<Object> forms = verdicts.stream()
                .<Object>map(verdict -> VerdictJson.of(
                        verdict, waggle.ruleSet(), waggle.catalog().hash()))
                .toList();
        Set<String> reasons = new TreeSet<>();
        for (Verdict verdict : verdicts) {
            if (verdict.outcome() instanceof Outcome.CannotRun no)
                no.reasons().forEach(reason -> reasons.add(reason.message()));
            if (verdict.outcome() instanceof Outcome.Unknown no)
                no.reasons().forEach(reason -> reasons.add(reason.message()));
        }
        return Problem.of(409, "cannot-run", model + " can't run here: " + String.join(" ", reasons))
                .with("verdicts", forms);
    }

    private Subject subject(String model) {
        try {
            return waggle.subject(model);
        } catch (UnknownIdException e) {
            throw openAi(Problem.of(404, "unknown-model", String.valueOf(e.getMessage())));
        }
    }

    private Place here() {
        try {
            return waggle.place(Waggle.LOCAL);
        } catch (UnknownIdException e) {
            throw new IllegalStateException("this machine has a name", e);
        }
    }

    private void answer(Context ctx, Plan plan, GenerationRequest request, Completion completion) {
        StringBuilder text = new StringBuilder();
        Cancel cancel = new Cancel();
        try (ClientWatch watch = ClientWatch.open(ctx, cancel::cancel)) {
            Runs.Run run = runs.generate(plan, request, text::append, cancel);
            Problem problem = problem(run);
            if (watch.isGone()) return;
            if (problem != null) throw openAi(problem);
            Ended.Finished finished = (Ended.Finished) ((Runs.Run.Asked) run).ended();
            ctx.json(completion.whole(text.toString(), finished.reason(), finished.usage()));
        }
    }

    private void stream(Context ctx, Plan plan, GenerationRequest request, Completion completion, boolean wantsUsage) {
        Cancel cancel = new Cancel();
        SseStream stream = SseStream.open(ctx, cancel::cancel);
        send(stream, completion.chunk(Map.of("role", "assistant", "content", ""), null));
        Runs.Run run = runs.generate(
                plan, request, text -> send(stream, completion.chunk(Map.of("content", text), null)), cancel);
        finish(stream, run, completion, wantsUsage);
    }

    private static void finish(SseStream stream, Runs.Run run, Completion completion, boolean wantsUsage) {
        Problem problem = problem(run);
        if (problem != null) {
            send(stream, problem.with("error", error(problem)));
            stream.close();
            return;
        }
        Ended.Finished finished = (Ended.Finished) ((Runs.Run.Asked) run).ended();
        send(stream, completion.chunk(Map.of(), finished.reason()));
        if (wantsUsage) send(stream, completion.usage(finished.usage()));
        stream.send("[DONE]");
        stream.close();
    }

    private static void send(SseStream stream, Object event) {
        stream.send(Json.text(event));
    }

    /** What went wrong; null where the answer is complete. */
    private static @Nullable Problem problem(Runs.Run run) {
        if (run instanceof Runs.Run.Overloaded)
            return Problem.of(503, "overloaded", "Other answers are being generated; try again later.");
        if (run instanceof Runs.Run.NotStarted not) return problem(not.failure());
        Ended ended = ((Runs.Run.Asked) run).ended();
        if (ended instanceof Ended.Finished) return null;
        if (ended instanceof Ended.Refused refused) return Problem.of(400, refused.code(), refused.message());
        if (ended instanceof Ended.Failed failed) return problem(failed.failure());
        return Problem.of(499, "cancelled", "The answer was cancelled.");
    }

    private static Problem problem(WorkerFailure failure) {
        return Problem.of(502, failure.code().replace('_', '-'), failure.message());
    }

    /** A problem in the form OpenAI's clients read, beside our own. */
    private static ProblemException openAi(Problem problem) {
        return problem.with("error", error(problem)).exception();
    }

    private static Map<String, Object> error(Problem problem) {
        String code = problem.type().substring(problem.type().lastIndexOf(':') + 1);
        String type = problem.status() < 500 ? "invalid_request_error" : "server_error";
        return Map.of("message", problem.detail(), "type", type, "code", code.replace('-', '_'));
    }

    /** One answer's frame. */
    private record Completion(String id, String model, long created) {
        Map<String, Object> whole(String text, FinishReason reason, Usage usage) {
            Map<String, Object> message = Map.of("role", "assistant", "content", text);
            Map<String, Object> choice = Map.of("index", 0, "message", message, "finish_reason", reason(reason));
            return Map.of(
                    "id",
                    id,
                    "object",
                    "chat.completion",
                    "created",
                    created,
                    "model",
                    model,
                    "choices",
                    List.of(choice),
                    "usage",
                    tokens(usage));
        }

        Map<String, Object> chunk(Map<String, String> delta, @Nullable FinishReason reason) {
            Map<String, @Nullable Object> choice = new LinkedHashMap<>();
            choice.put("index", 0);
            choice.put("delta", delta);
            choice.put("finish_reason", reason == null ? null : reason(reason));
            return frame(List.of(choice));
        }

        Map<String, Object> usage(Usage usage) {
            Map<String, Object> frame = new LinkedHashMap<>(frame(List.of()));
            frame.put("usage", tokens(usage));
            return frame;
        }

        private Map<String, Object> frame(List<?> choices) {
            return Map.of(
                    "id",
                    id,
                    "object",
                    "chat.completion.chunk",
                    "created",
                    created,
                    "model",
                    model,
                    "choices",
                    choices);
        }

        private static String reason(FinishReason reason) {
            return reason == FinishReason.LENGTH ? "length" : "stop";
        }

        private static Map<String, Object> tokens(Usage usage) {
            return Map.of(
                    "prompt_tokens", usage.promptTokens(),
                    "completion_tokens", usage.completionTokens(),
                    "total_tokens", usage.promptTokens() + usage.completionTokens(),
                    "prompt_ms", usage.promptMillis(),
                    "completion_ms", usage.generationMillis());
        }
    }
}
