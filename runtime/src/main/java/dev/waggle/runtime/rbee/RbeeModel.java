package dev.waggle.runtime.rbee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waggle.runtime.child.Answer;
import dev.waggle.runtime.child.LoadedModel;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.guarded.CancelledException;
import dev.waggle.runtime.guarded.EventStream;
import dev.waggle.runtime.guarded.ForeignAnswerException;
import dev.waggle.runtime.guarded.ForeignJson;
import dev.waggle.runtime.guarded.GuardedServer;
import dev.waggle.runtime.guarded.LocalHttp;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.Prompt;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A model that an rbee worker has loaded.
 *
 * <p>A request is a job: one call makes it, another hears it. The worker tells neither its context nor the tokens of a
 * prompt, so the context is what was asked for and every prompt counts 0 tokens; a prompt that is too long is not refused
 * but fails, or is cut, as the worker does. It applies no chat template.
 */
final class RbeeModel implements LoadedModel {
    /** Where jobs are made. */
    static final String JOBS = "/v1/jobs";

    private static final int OK = 200;
    private static final Pattern JOB = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private final GuardedServer server;
    private final int contextTokens;
    private final String modelName;

    RbeeModel(GuardedServer server, int contextTokens, String modelName) {
        this.server = server;
        this.contextTokens = contextTokens;
        this.modelName = modelName;
    }

    @Override
    public int contextTokens() {
        return contextTokens;
    }

    @Override
    public long pid() {
        return server.pid();
    }

    @Override
    public FinishReason generate(GenerationRequest request, Answer answer) throws RefusedException {
        if (!(request.prompt() instanceof Prompt.Text prompt)) {
            throw new RefusedException(
                    "no-chat-template",
                    "This worker applies no chat template: ask it to continue a text instead.",
                    Map.of());
        }
        Honoured.check(request);
        LocalHttp http = server.http();
        try (EventStream events =
                http.events(JOBS + "/" + job(http, prompt.text(), request, answer) + "/stream", answer::cancelled)) {
            if (events.status() != OK) {
                throw refused(events.status());
            }
            return new JobEvents(request, answer).hear(events);
        } catch (CancelledException e) {
            return FinishReason.CANCELLED;
        } catch (IOException e) {
            throw server.broken(e);
        }
    }

    private String job(LocalHttp http, String prompt, GenerationRequest request, Answer answer)
            throws RefusedException, IOException, CancelledException {
        ObjectNode body = ForeignJson.object()
                .put("operation", "infer")
                .put("hive_id", "localhost")
                .put("model", modelName)
                .put("prompt", prompt)
                .put("max_tokens", request.maxTokens())
                .put("temperature", request.sampling().temperature())
                .put("top_p", request.sampling().topP())
                .put("top_k", request.sampling().topK())
                .put("stream", true);
        try (EventStream made = http.events(JOBS, body, answer::cancelled)) {
            if (made.status() != OK) {
                throw refused(made.status());
            }
            String job = ForeignJson.text(ForeignJson.read(made.rest(LocalHttp.MOST_BYTES)), "job_id");
            if (!JOB.matcher(job).matches()) {
                throw new ForeignAnswerException("answered with a job_id that is none");
            }
            return job;
        }
    }

    private static RefusedException refused(int status) {
        return new RefusedException("engine-error", "The worker refused the job with status " + status + ".", Map.of());
    }
}
