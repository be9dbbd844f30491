package dev.waggle.runtime.rbee;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.runtime.child.Answer;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.child.StopTexts;
import dev.waggle.runtime.guarded.CancelledException;
import dev.waggle.runtime.guarded.EventStream;
import dev.waggle.runtime.guarded.ForeignAnswerException;
import dev.waggle.runtime.guarded.ForeignJson;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.GenerationRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of one job: {@code started}, then {@code token} with its text in {@code t} each time, or {@code error}, then
 * {@code [DONE]}.
 *
 * <p>The end token has no event. So an answer with as many events as tokens were asked for counts as ended by its length,
 * though the model may have ended there by itself. A token whose character is not complete has none either.
 */
final class JobEvents {
    private static final String DONE = "[DONE]";

    private final GenerationRequest request;
    private final Answer answer;
    private final StopTexts stops;
    private int tokens;
    private boolean started;

    JobEvents(GenerationRequest request, Answer answer) {
        this.request = request;
        this.answer = answer;
        this.stops = new StopTexts(request.stop());
    }

    FinishReason hear(EventStream events) throws RefusedException, IOException, CancelledException {
        FinishReason reason = null;
        while (reason == null) {
            byte[] event = events.next();
            if (event == null) {
                throw new IOException("the answer broke off");
            }
            reason = isDone(event) ? end() : hear(ForeignJson.read(event));
        }
        return reason;
    }

    private static boolean isDone(byte[] event) {
        return new String(event, StandardCharsets.UTF_8).strip().equals(DONE);
    }

    private FinishReason end() {
        start();
        String rest = stops.rest();
        if (!rest.isEmpty()) {
            answer.text(rest);
        }
        return tokens < request.maxTokens() ? FinishReason.STOP : FinishReason.LENGTH;
    }

    /** Why it ended, or null while it goes on; events of other kinds, such as measurements, are passed over. */
    private @Nullable FinishReason hear(JsonNode event) throws RefusedException, ForeignAnswerException {
        start();
        switch (ForeignJson.text(event, "type")) {
            case "token" -> speak(ForeignJson.text(event, "t"));
            case "error" ->
                throw new RefusedException(
                        "engine-error", "The worker gave up on this request: " + code(event) + ".", Map.of());
            default -> {
                return null;
            }
        }
        return stops.stopped() ? FinishReason.STOP : null;
    }

    private void start() {
        if (!started) {
            started = true;
            answer.started(0);
        }
    }

    private void speak(String text) throws ForeignAnswerException {
        tokens++;
        if (tokens > request.maxTokens() + 1) {
            throw new ForeignAnswerException("answered with more tokens than were asked for");
        }
        answer.generated(Math.min(tokens, request.maxTokens()));
        answer.text(stops.take(text));
    }

    /** A word of the worker's own; its sentence may quote what was asked. */
    private static String code(JsonNode event) {
        String code = event.path("code").asText("");
        return code.matches("[A-Za-z0-9_-]{1,64}") ? code : "no code";
    }
}
