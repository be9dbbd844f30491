package dev.waggle.runtime.child;

import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.GenerationRequest;

/** The model of this process, ready to generate one answer at a time. */
public interface LoadedModel {
    /** Tokens of prompt and answer together. */
    int contextTokens();

    /**
     * Generates one answer, handing its parts to {@code answer} and ending soon after that is cancelled.
     *
     * @return why it ended
     * @throws RefusedException before anything was generated, when this request can't be done
     */
    FinishReason generate(GenerationRequest request, Answer answer) throws RefusedException;
}
