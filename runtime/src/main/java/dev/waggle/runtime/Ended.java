package dev.waggle.runtime;

import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.Usage;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** How a generation ended. */
public sealed interface Ended {
    /**
     * The answer is complete.
     *
     * @param reason {@code STOP} or {@code LENGTH}
     * @param usage what it took
     */
    record Finished(FinishReason reason, Usage usage) implements Ended {}

    /**
     * It was cancelled, and the worker is ready for the next.
     *
     * @param usage what it took until then
     */
    record Cancelled(Usage usage) implements Ended {}

    /** It was cancelled, but the engine could not leave what it was doing in time: the worker was ended. */
    record CancelledWithWorker() implements Ended {}

    /**
     * It was not done; the worker is ready for the next.
     *
     * @param code such as {@code prompt-too-long}, {@code no-chat-template}, {@code busy}
     * @param message a sentence
     * @param facts numbers the sentence is about, such as {@code promptTokens}
     */
    record Refused(String code, String message, Map<String, Long> facts) implements Ended {
        public Refused {
            facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        }
    }

    /**
     * The worker is gone.
     *
     * @param failure why
     */
    record Failed(WorkerFailure failure) implements Ended {}
}
