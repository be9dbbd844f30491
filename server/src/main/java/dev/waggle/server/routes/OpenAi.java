package dev.waggle.server.routes;

import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.Usage;
import dev.waggle.server.http.Problem;
import dev.waggle.server.http.ProblemException;
import java.util.Map;

/** What answers and problems look like in OpenAI's interface. */
final class OpenAi {
    private OpenAi() {}

    /** A problem in the form OpenAI's clients read, beside our own. */
    static ProblemException problem(Problem problem) {
        return withError(problem).exception();
    }

    static Problem withError(Problem problem) {
        String code = problem.type().substring(problem.type().lastIndexOf(':') + 1);
        String type = problem.status() < 500 ? "invalid_request_error" : "server_error";
        return problem.with("error", Map.of("message", problem.detail(), "type", type, "code", code.replace('-', '_')));
    }

    static String reason(FinishReason reason) {
        return reason == FinishReason.LENGTH ? "length" : "stop";
    }

    /** Tokens as OpenAI counts them, and the time they took. */
    static Map<String, Object> usage(Usage usage) {
        return Map.of(
                "prompt_tokens", usage.promptTokens(),
                "completion_tokens", usage.completionTokens(),
                "total_tokens", usage.promptTokens() + usage.completionTokens(),
                "prompt_ms", usage.promptMillis(),
                "completion_ms", usage.generationMillis());
    }
}
