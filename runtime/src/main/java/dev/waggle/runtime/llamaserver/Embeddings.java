package dev.waggle.runtime.llamaserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waggle.runtime.child.Answer;
import dev.waggle.runtime.child.RefusedException;
import dev.waggle.runtime.guarded.CancelledException;
import dev.waggle.runtime.guarded.ForeignAnswerException;
import dev.waggle.runtime.guarded.ForeignJson;
import dev.waggle.runtime.guarded.LocalHttp;
import dev.waggle.runtime.protocol.FinishReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Texts turned into embeddings by a {@code llama-server}, one after another, so that a cancel need not wait for all. */
final class Embeddings {
    private static final String PATH = "/v1/embeddings";
    private static final int OK = 200;

    private final LocalHttp http;
    private final int mostTokens;
    private final Answer answer;

    /** Embeds texts of at most so many tokens. */
    Embeddings(LocalHttp http, int mostTokens, Answer answer) {
        this.http = http;
        this.mostTokens = mostTokens;
        this.answer = answer;
    }

    /** Whether the program embeds as it was started; false when it wants to be told how to pool. */
    static boolean probe(LocalHttp http) throws IOException, CancelledException {
        LocalHttp.Reply reply = http.post(PATH, body("a"), () -> false);
        if (reply.status() == OK) {
            return true;
        }
        if (reply.body().path("error").path("message").asText("").contains("Pooling type")) {
            return false;
        }
        throw new ForeignAnswerException("answers " + PATH + " with status " + reply.status());
    }

    FinishReason of(List<String> inputs) throws RefusedException, IOException, CancelledException {
        List<Integer> tokens = new ArrayList<>();
        for (String input : inputs) {
            tokens.add(tokens(input));
        }
        answer.started(tokens.stream().mapToInt(Integer::intValue).sum());
        int read = 0;
        for (int i = 0; i < inputs.size(); i++) {
            answer.embedding(i, embedding(inputs.get(i)));
            read += tokens.get(i);
            answer.read(read);
        }
        return FinishReason.STOP;
    }

    private int tokens(String input) throws RefusedException, IOException, CancelledException {
        ObjectNode body = ForeignJson.object().put("content", input).put("add_special", true);
        LocalHttp.Reply reply = http.post("/tokenize", body, answer::cancelled);
        JsonNode tokens = reply.body().path("tokens");
        if (reply.status() != OK || !tokens.isArray()) {
            throw new ForeignAnswerException("answers /tokenize with status " + reply.status() + " or no tokens");
        }
        if (tokens.isEmpty()) {
            throw new RefusedException("empty-prompt", "A text to embed has no token.", Map.of());
        }
        if (tokens.size() > mostTokens) {
            throw new RefusedException(
                    "prompt-too-long",
                    "A text to embed has " + tokens.size() + " tokens; " + mostTokens + " are read at once.",
                    Map.of("promptTokens", (long) tokens.size(), "contextTokens", (long) mostTokens));
        }
        return tokens.size();
    }

    private List<Float> embedding(String input) throws RefusedException, IOException, CancelledException {
        LocalHttp.Reply reply = http.post(PATH, body(input), answer::cancelled);
        if (reply.status() != OK) {
            throw new RefusedException(
                    "engine-error", "llama-server refused to embed with status " + reply.status() + ".", Map.of());
        }
        return unitVector(reply.body().path("data").path(0).path("embedding"));
    }

    private static ObjectNode body(String input) {
        ObjectNode body = ForeignJson.object().put("encoding_format", "float");
        body.putArray("input").add(input);
        return body;
    }

    private static List<Float> unitVector(JsonNode numbers) throws ForeignAnswerException {
        double squares = 0;
        for (JsonNode number : numbers) {
            if (!number.isNumber() || !Double.isFinite(number.doubleValue())) {
                throw new ForeignAnswerException("answered with an embedding that is not of numbers");
            }
            squares += number.doubleValue() * number.doubleValue();
        }
        if (!numbers.isArray() || squares == 0) {
            throw new ForeignAnswerException("answered without an embedding");
        }
        double length = Math.sqrt(squares);
        List<Float> unit = new ArrayList<>(numbers.size());
        for (JsonNode number : numbers) {
            unit.add((float) (number.doubleValue() / length));
        }
        return unit;
    }
}
