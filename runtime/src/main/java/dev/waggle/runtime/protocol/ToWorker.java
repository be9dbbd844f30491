package dev.waggle.runtime.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** A message from the agent to a worker; the end of its input tells the worker to end. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToWorker.ListDevices.class, name = "list-devices"),
    @JsonSubTypes.Type(value = ToWorker.Measure.class, name = "measure"),
    @JsonSubTypes.Type(value = ToWorker.Load.class, name = "load"),
    @JsonSubTypes.Type(value = ToWorker.Generate.class, name = "generate"),
    @JsonSubTypes.Type(value = ToWorker.Embed.class, name = "embed"),
    @JsonSubTypes.Type(value = ToWorker.Cancel.class, name = "cancel")
})
public sealed interface ToWorker {
    /** Tell the devices: any time before {@code load}. */
    record ListDevices() implements ToWorker {}

    /**
     * Tell what loading this model would take, without loading it: any time before {@code load}, any number of times.
     *
     * @param model path of the model file
     * @param settings how it would be loaded
     */
    record Measure(String model, LoadSettings settings) implements ToWorker {}

    /**
     * Load this model: once.
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
     * Turn texts into embeddings: after {@code ready}, one request at a time, where the model was loaded to embed.
     *
     * @param id names this request in every message about it
     * @param inputs the texts, at least one
     */
    record Embed(long id, List<String> inputs) implements ToWorker {
        public Embed {
            inputs = List.copyOf(inputs);
            if (inputs.isEmpty()) {
                throw new IllegalArgumentException("there is at least one text to embed");
            }
        }

        /** Says nothing of the texts. */
        @Override
        public String toString() {
            return "Embed[" + id + ", " + inputs.size() + " texts]";
        }
    }

    /**
     * End this generation now; unknown ids are ignored, for it may just have ended.
     *
     * @param id the generation
     */
    record Cancel(long id) implements ToWorker {}
}
