package dev.waggle.runtime.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A request that nobody sends and an answer that nobody gives. The first message of a kind takes a new process many times as
 * long as every later one: whoever exchanges these while a model loads keeps that out of somebody's first token.
 */
public final class FirstWords {
    private static final List<ToWorker> REQUESTS =
            List.of(request(new Prompt.Text("a")), request(new Prompt.Chat(List.of(new ChatMessage("user", "a")))));
    private static final List<FromWorker> ANSWER = List.of(
            new FromWorker.Started(0, 1),
            new FromWorker.Reading(0, 1, 1),
            new FromWorker.Token(0, "a"),
            new FromWorker.Done(0, FinishReason.LENGTH, new Usage(1, 1, 0, 0)));

    private FirstWords() {}

    /** Writes and reads them all, in this process alone. */
    public static void exchange() {
        try {
            for (ToWorker message : REQUESTS) hear(message, ToWorker.class);
            for (FromWorker message : ANSWER) hear(message, FromWorker.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ToWorker request(Prompt prompt) {
        return new ToWorker.Generate(0, GenerationRequest.free(prompt, 1, Sampling.greedy(), List.of()));
    }

    private static <T> void hear(T message, Class<T> type) throws IOException {
        new FrameReader<>(new ByteArrayInputStream(FrameWriter.line(message)), type).read();
    }
}
