package dev.waggle.runtime.llamaserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.runtime.child.Answer;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.guarded.CancelledException;
import dev.waggle.runtime.guarded.EventStream;
import dev.waggle.runtime.guarded.ForeignAnswerException;
import dev.waggle.runtime.guarded.ForeignJson;
import dev.waggle.runtime.guarded.LocalHttp;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.GenerationRequest;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One answer of a {@code llama-server}, from its events. */
final class Completion {
    private static final int OK = 200;
    private static final String TOO_LONG = "exceed_context_size_error";
    private static final String BAD_REQUEST = "invalid_request_error";

    private final GenerationRequest request;
    private final Answer answer;
    private boolean started;

    Completion(GenerationRequest request, Answer answer) {
        this.request = request;
        this.answer = answer;
    }

    FinishReason of(String prompt, LocalHttp http) throws RefusedException, IOException, CancelledException {
        try (EventStream events =
                http.events("/completion", CompletionRequest.of(prompt, request), answer::cancelled)) {
            if (events.status() != OK) {
                throw refusal(
                        ForeignJson.read(events.rest(LocalHttp.MOST_BYTES)).path("error"));
            }
            FinishReason reason = null;
            while (reason == null) {
                byte[] event = events.next();
                if (event == null) {
                    throw new IOException("the answer broke off");
                }
                reason = hear(ForeignJson.read(event));
            }
            return reason;
        }
    }

    /** Why it ended, or null while it goes on. */
    private @Nullable FinishReason hear(JsonNode event) throws RefusedException, ForeignAnswerException {
        if (event.has("error")) {
            throw refusal(event.path("error"));
        }
        int promptTokens = ForeignJson.count(event, "tokens_evaluated");
        if (promptTokens == 0) {
            throw new RefusedException("empty-prompt", "The prompt has no token.", Map.of());
        }
        start(promptTokens);
        if (event.has("prompt_progress")) {
            answer.read(ForeignJson.count(event.path("prompt_progress"), "processed"));
            return null;
        }
        boolean last = event.path("stop").asBoolean(false);
        speak(
                ForeignJson.count(event, "tokens_predicted"),
                event.path("content").asText(""),
                last);
        return last ? reason(ForeignJson.text(event, "stop_type")) : null;
    }

    private void start(int promptTokens) {
        if (!started) {
            started = true;
            answer.started(promptTokens);
        }
    }

    private void speak(int tokens, String text, boolean last) throws ForeignAnswerException {
        if (tokens > request.maxTokens()) {
            throw new ForeignAnswerException("answered with more tokens than were asked for");
        }
        if (tokens > 0) {
            answer.generated(tokens);
        }
        if (!text.isEmpty() || (tokens > 0 && !last)) {
            answer.text(text);
        }
    }

    private static FinishReason reason(String stopType) throws ForeignAnswerException {
        return switch (stopType) {
            case "eos", "word" -> FinishReason.STOP;
            case "limit" -> FinishReason.LENGTH;
            default -> throw new ForeignAnswerException("ended an answer for no known reason");
        };
    }

    /** The program's errors as ours; its sentences are not handed on, for they may quote what was asked. */
    private RefusedException refusal(JsonNode error) {
        String type = error.path("type").asText("");
        int promptTokens = error.path("n_prompt_tokens").asInt(0);
        int contextTokens = error.path("n_ctx").asInt(0);
        if (type.equals(TOO_LONG)) {
            return new RefusedException(
                    "prompt-too-long",
                    "The prompt has " + promptTokens + " tokens; the context has " + contextTokens
                            + ", and one is needed for the answer.",
                    Map.of("promptTokens", (long) promptTokens, "contextTokens", (long) contextTokens));
        } else if (type.equals(BAD_REQUEST) && !started && request.constraint() != null) {
            return new RefusedException("bad-grammar", "The grammar can't be used: llama-server refused it.", Map.of());
        }
        return new RefusedException(
                "engine-error",
                "llama-server refused the request with code "
                        + error.path("code").asInt(0) + ".",
                Map.of());
    }
}
