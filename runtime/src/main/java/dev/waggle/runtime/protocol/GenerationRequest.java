package dev.waggle.runtime.protocol;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer to be generated.
 *
 * @param prompt what is asked
 * @param maxTokens the most tokens to generate, at least 1
 * @param sampling how tokens are chosen
 * @param stop texts that end the answer and are not part of it; may be empty, at most 16 of them, none empty
 * @param constraint what the answer must look like; null = anything
 */
public record GenerationRequest(
        Prompt prompt,
        int maxTokens,
        Sampling sampling,
        List<String> stop,
        @JsonSetter(nulls = Nulls.SET) @Nullable Constraint constraint) {
    private static final int MOST_STOPS = 16;

    public GenerationRequest {
        Checks.atLeast(1, maxTokens, "maxTokens");
        stop = List.copyOf(stop);
        if (stop.size() > MOST_STOPS || stop.contains("")) {
            throw new IllegalArgumentException("stop holds at most " + MOST_STOPS + " texts, none of them empty");
        }
    }

    /** An answer of any form. */
    public static GenerationRequest free(Prompt prompt, int maxTokens, Sampling sampling, List<String> stop) {
        return new GenerationRequest(prompt, maxTokens, sampling, stop, null);
    }

    /** Says nothing of the prompt and the stop texts. */
    @Override
    public String toString() {
        return "GenerationRequest[maxTokens=" + maxTokens + ", " + sampling + "]";
    }
}
