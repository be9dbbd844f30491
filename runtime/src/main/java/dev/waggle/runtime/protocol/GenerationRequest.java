package dev.waggle.runtime.protocol;

import java.util.List;

/**
 * One answer to be generated.
 *
 * @param prompt what is asked
 * @param maxTokens the most tokens to generate, at least 1
 * @param sampling how tokens are chosen
 * @param stop texts that end the answer and are not part of it; may be empty, at most 16 of them, none empty
 */
public record GenerationRequest(Prompt prompt, int maxTokens, Sampling sampling, List<String> stop) {
    private static final int MOST_STOPS = 16;

    public GenerationRequest {
        Checks.atLeast(1, maxTokens, "maxTokens");
        stop = List.copyOf(stop);
        if (stop.size() > MOST_STOPS || stop.contains("")) {
            throw new IllegalArgumentException("stop holds at most " + MOST_STOPS + " texts, none of them empty");
        }
    }

    /** Says nothing of the prompt and the stop texts. */
    @Override
    public String toString() {
        return "GenerationRequest[maxTokens=" + maxTokens + ", " + sampling + "]";
    }
}
