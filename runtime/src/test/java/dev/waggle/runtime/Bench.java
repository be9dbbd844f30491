package dev.waggle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.llamajava.LlamaJavaEngine;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.LoadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A folder for workers, and short ways to open and use them; at the end nothing may be left in the folder. */
final class Bench implements AutoCloseable {
    private final Path folder;
    private final Deadlines deadlines;
    private final List<Worker> open = new ArrayList<>();

    Bench(Path folder) {
        this(folder, Deadlines.standard().withReady(Duration.ofSeconds(60)));
    }

    Bench(Path folder, Deadlines deadlines) {
        this.folder = folder;
        this.deadlines = deadlines;
    }

    Opening open(Engine engine, Path model, LoadSettings settings) throws IOException {
        Opening opening =
                new Workers(folder, deadlines).open(new Plan(engine, model, settings, List.of()), fraction -> {});
        if (opening instanceof Opening.Ready ready) {
            open.add(ready.worker());
        }
        return opening;
    }

    Worker worker(Path model, int contextTokens) throws IOException {
        return worker(open(LlamaJavaEngine.here(), model, Requests.settings(contextTokens)));
    }

    Worker fake(String way) throws IOException {
        return worker(open(FakeWorker.that(way), folder.resolve("model"), Requests.settings(128)));
    }

    WorkerFailure fakeFails(String way) throws IOException {
        return failure(open(FakeWorker.that(way), folder.resolve("model"), Requests.settings(128)));
    }

    static Worker worker(Opening opening) {
        assertThat(opening).isInstanceOf(Opening.Ready.class);
        return ((Opening.Ready) opening).worker();
    }

    static WorkerFailure failure(Opening opening) {
        assertThat(opening).isInstanceOf(Opening.Failed.class);
        return ((Opening.Failed) opening).failure();
    }

    static WorkerFailure failure(Ended ended) {
        assertThat(ended).isInstanceOf(Ended.Failed.class);
        return ((Ended.Failed) ended).failure();
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
    }

    static Said say(Worker worker, GenerationRequest request) {
        List<String> pieces = new ArrayList<>();
        Ended ended = worker.generate(request, pieces::add);
        return new Said(pieces, ended);
    }

    /** Closes what is open and sees that no process and no file is left. */
    @Override
    public void close() throws IOException {
        open.forEach(Worker::close);
        assertThat(open).allMatch(worker -> ProcessHandle.of(worker.pid()).isEmpty());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
