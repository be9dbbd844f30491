package dev.waggle.runtime.protocol;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A message from a worker to the agent. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FromWorker.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = FromWorker.Devices.class, name = "devices"),
    @JsonSubTypes.Type(value = FromWorker.Measured.class, name = "measured"),
    @JsonSubTypes.Type(value = FromWorker.Loading.class, name = "loading"),
    @JsonSubTypes.Type(value = FromWorker.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = FromWorker.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = FromWorker.Started.class, name = "started"),
    @JsonSubTypes.Type(value = FromWorker.Reading.class, name = "reading"),
    @JsonSubTypes.Type(value = FromWorker.Token.class, name = "token"),
    @JsonSubTypes.Type(value = FromWorker.Embedding.class, name = "embedding"),
    @JsonSubTypes.Type(value = FromWorker.Done.class, name = "done"),
    @JsonSubTypes.Type(value = FromWorker.Refused.class, name = "refused")
})
public sealed interface FromWorker {
    /** The version of the protocol these records are. */
    int PROTOCOL = 1;

    /**
     * The first message.
     *
     * @param protocol {@link #PROTOCOL}
     * @param engine what runs in this process
     */
    record Hello(int protocol, EngineName engine) implements FromWorker {}

    /**
     * The answer to {@code list-devices}.
     *
     * @param devices all the engine has, the processor among them
     */
    record Devices(List<EngineDevice> devices) implements FromWorker {
        public Devices {
            devices = List.copyOf(devices);
        }
    }

    /**
     * The answer to {@code measure}.
     *
     * @param memory what the model would take, one entry a memory
     * @param layers layers the engine counts, the output layer as one: the most {@code gpuLayers} can mean
     * @param millis how long it took to find out
     */
    record Measured(List<MemoryUse> memory, int layers, long millis) implements FromWorker {
        public Measured {
            memory = List.copyOf(memory);
        }
    }

    /**
     * The model is being loaded.
     *
     * @param fraction from 0 to 1, or null where the engine can't tell
     */
    record Loading(@JsonSetter(nulls = Nulls.SET) @Nullable Double fraction) implements FromWorker {}

    /**
     * The model is loaded.
     *
     * @param contextTokens the context it was given
     * @param loadMillis from {@code load} to now
     * @param pid the process that holds the model: this one, or one that it started
     * @param memory what the model takes, one entry a memory; empty where the engine can't tell
     */
    record Ready(int contextTokens, long loadMillis, long pid, List<MemoryUse> memory) implements FromWorker {
        public Ready {
            memory = List.copyOf(memory);
        }
    }

    /**
     * The model can't be loaded or measured; the process ends after this.
     *
     * @param problem what kind of problem
     * @param message the engine's own line
     * @param architecture the architecture the engine does not know, for that problem only
     */
    record Failed(
            LoadProblem problem,
            String message,
            @JsonSetter(nulls = Nulls.SET) @Nullable String architecture) implements FromWorker {}

    /** A message about one generation. */
    sealed interface OfGeneration extends FromWorker {
        /** The generation this is about. */
        long id();
    }

    /**
     * The request was accepted.
     *
     * @param promptTokens tokens of the whole prompt
     */
    record Started(long id, int promptTokens) implements OfGeneration {}

    /**
     * The prompt is being read: sent after every batch, so that a long prompt is not taken for a hang.
     *
     * @param readTokens tokens read so far, of {@code promptTokens}
     */
    record Reading(long id, int readTokens, int promptTokens) implements OfGeneration {}

    /**
     * A piece of the answer.
     *
     * @param text complete characters, never part of a stop text; empty when a token was made without any text to show
     */
    record Token(long id, String text) implements OfGeneration {
        /** Says nothing of the text: a token never reaches a log. */
        @Override
        public String toString() {
            return "Token[" + id + "]";
        }
    }

    /**
     * The embedding of one text.
     *
     * @param index which text, from 0
     * @param values one number a dimension, of length 1 together (L2)
     */
    record Embedding(long id, int index, List<Float> values) implements OfGeneration {
        public Embedding {
            values = List.copyOf(values);
        }

        /** Names the text only. */
        @Override
        public String toString() {
            return "Embedding[" + id + ", " + index + "]";
        }
    }

    /**
     * The answer is complete.
     *
     * @param finishReason why it ended
     * @param usage what it took
     */
    record Done(long id, FinishReason finishReason, Usage usage) implements OfGeneration {}

    /**
     * The request was not done; the worker is ready for the next.
     *
     * @param code such as {@code prompt-too-long}
     * @param message a sentence, without anything of the prompt
     * @param facts numbers the sentence is about, such as {@code promptTokens}
     */
    record Refused(long id, String code, String message, Map<String, Long> facts) implements OfGeneration {
        public Refused {
            facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        }
    }
}
