package dev.waggle.runtime.child;

import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.MemoryUse;
import java.util.List;
import java.util.Map;

/** The model of this process, ready to generate one answer at a time. */
public interface LoadedModel {
    /** Tokens of prompt and answer together. */
    int contextTokens();

    /** The process that holds the model. */
    default long pid() {
        return ProcessHandle.current().pid();
    }

    /** What it takes of each memory, by the engine's own count; empty where the engine can't tell. */
    default List<MemoryUse> memory() {
        return List.of();
    }

    /**
     * Generates one answer, handing its parts to {@code answer} and ending soon after that is cancelled.
     *
     * @return why it ended
     * @throws RefusedException before anything was generated, when this request can't be done
     */
    FinishReason generate(GenerationRequest request, Answer answer) throws RefusedException;

    /**
     * Turns texts into embeddings, handing each to {@code answer}.
     *
     * @throws RefusedException when this can't be done
     */
    default FinishReason embed(List<String> inputs, Answer answer) throws RefusedException {
        throw new RefusedException("not-for-embedding", "This model was not loaded to embed.", Map.of());
    }
}
