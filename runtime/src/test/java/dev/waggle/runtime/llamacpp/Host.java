package dev.waggle.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Engine;
import dev.waggle.runtime.Opening;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.protocol.ChatMessage;
import dev.waggle.runtime.protocol.Constraint;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.protocol.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Opens workers through the agent's side and closes them all; nothing may be left in the folder. */
final class Host implements AutoCloseable {
    private final Path folder;
    private final List<Worker> open = new ArrayList<>();

    Host(Path folder) {
        this.folder = folder;
    }

    Opening open(Engine engine, Path model, LoadSettings settings, Consumer<OptionalDouble> onLoading)
            throws IOException {
        Deadlines deadlines = Deadlines.standard().withReady(Duration.ofSeconds(60));
        Opening opening = new Workers(folder, deadlines).open(new Plan(engine, model, settings, List.of()), onLoading);
        if (opening instanceof Opening.Ready ready) {
            open.add(ready.worker());
        }
        return opening;
    }

    Worker worker(Engine engine, Path model, LoadSettings settings) throws IOException {
        Opening opening = open(engine, model, settings, fraction -> {});
        assertThat(opening).isInstanceOf(Opening.Ready.class);
        return ((Opening.Ready) opening).worker();
    }

    WorkerFailure failure(Engine engine, Path model, LoadSettings settings) throws IOException {
        Opening opening = open(engine, model, settings, fraction -> {});
        assertThat(opening).isInstanceOf(Opening.Failed.class);
        return ((Opening.Failed) opening).failure();
    }

    /** The pieces of an answer and its end. */
    record Said(List<String> pieces, Ended ended) {
        String text() {
            return String.join("", pieces);
        }

        Ended.Finished finished() {
            assertThat(ended).isInstanceOf(Ended.Finished.class);
            return (Ended.Finished) ended;
        }

        Ended.Refused refused() {
            assertThat(ended).isInstanceOf(Ended.Refused.class);
            return (Ended.Refused) ended;
        }
    }

    static Said say(Worker worker, GenerationRequest request) {
        List<String> pieces = new ArrayList<>();
        Ended ended = worker.generate(request, pieces::add);
        return new Said(pieces, ended);
    }

    static Said greedy(Worker worker, String prompt, int maxTokens, String... stop) {
        return say(
                worker, GenerationRequest.free(new Prompt.Text(prompt), maxTokens, Sampling.greedy(), List.of(stop)));
    }

    static Said sampled(Worker worker, Sampling sampling, int maxTokens) {
        return say(worker, GenerationRequest.free(new Prompt.Text("w1 w2 w3"), maxTokens, sampling, List.of()));
    }

    static Said constrained(Worker worker, Constraint constraint) {
        return say(worker, new GenerationRequest(new Prompt.Text("go"), 200, Sampling.greedy(), List.of(), constraint));
    }

    static Said chat(Worker worker, ChatMessage... messages) {
        return say(
                worker, GenerationRequest.free(new Prompt.Chat(List.of(messages)), 64, Sampling.greedy(), List.of()));
    }

    Workers workers() throws IOException {
        return new Workers(folder, Deadlines.standard());
    }

    static LoadSettings onCpu(int contextTokens) {
        return new LoadSettings(Purpose.GENERATE, contextTokens, 64, 64, 1, "cpu", List.of(), 0, 0, "f16", false);
    }

    static LoadSettings onVulkan(int contextTokens, int gpuLayers) {
        return new LoadSettings(
                Purpose.GENERATE, contextTokens, 64, 64, 1, "vulkan", List.of(), gpuLayers, 0, "f16", false);
    }

    static LoadSettings forEmbedding(int contextTokens, int batchTokens) {
        return new LoadSettings(
                Purpose.EMBED, contextTokens, batchTokens, batchTokens, 1, "cpu", List.of(), 0, 0, "f16", false);
    }

    @Override
    public void close() throws IOException {
        open.forEach(Worker::close);
        assertThat(open).allMatch(worker -> ProcessHandle.of(worker.pid()).isEmpty());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
