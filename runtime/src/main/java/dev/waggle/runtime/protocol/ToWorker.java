package dev.waggle.runtime.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A message from the agent to a worker; the end of its input tells the worker to end. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToWorker.Load.class, name = "load"),
    @JsonSubTypes.Type(value = ToWorker.Generate.class, name = "generate"),
    @JsonSubTypes.Type(value = ToWorker.Cancel.class, name = "cancel")
})
public sealed interface ToWorker {
    /**
     * Load this model: first and once.
     *
     * @param model path of the model file
     * @param settings how to load it
     */
    record Load(String model, LoadSettings settings) implements ToWorker {}

    /**
     * Generate an answer: after {@code ready}, one at a time.
     *
     * @param id names this generation in every message about it
     * @param request what to generate
     */
    record Generate(long id, GenerationRequest request) implements ToWorker {}

    /**
     * End this generation now; unknown ids are ignored, for it may just have ended.
     *
     * @param id the generation
     */
    record Cancel(long id) implements ToWorker {}
}
