package dev.waggle.runtime.guarded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Engine;
import dev.waggle.runtime.Opening;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.protocol.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short ways to open and use guarded workers, and to see that nothing is left of them. */
public final class GuardedBench implements AutoCloseable {
    /** Patient enough for a busy machine. */
    public static final Deadlines PATIENT = new Deadlines(
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            Duration.ofMillis(400),
            Duration.ofSeconds(1));

    private final Path folder;
    private final Deadlines deadlines;
    private final List<Worker> open = new ArrayList<>();

    public GuardedBench(Path folder, Deadlines deadlines) {
        this.folder = folder;
        this.deadlines = deadlines;
    }

    public Opening open(Engine engine, Path model, LoadSettings settings) throws IOException {
        Opening opening =
                new Workers(folder, deadlines).open(new Plan(engine, model, settings, List.of()), fraction -> {});
        if (opening instanceof Opening.Ready ready) {
            open.add(ready.worker());
        }
        return opening;
    }

    public Worker worker(Engine engine, Path model, LoadSettings settings) throws IOException {
        Opening opening = open(engine, model, settings);
        assertThat(opening).isInstanceOf(Opening.Ready.class);
        return ((Opening.Ready) opening).worker();
    }

    public WorkerFailure failure(Engine engine, Path model, LoadSettings settings) throws IOException {
        Opening opening = open(engine, model, settings);
        assertThat(opening).isInstanceOf(Opening.Failed.class);
        return ((Opening.Failed) opening).failure();
    }

    /** The text of an answer and its end. */
    public record Said(String text, Ended ended) {
        public FinishReason reason() {
            assertThat(ended).isInstanceOf(Ended.Finished.class);
            return ((Ended.Finished) ended).reason();
        }

        public Ended.Refused refused() {
            assertThat(ended).isInstanceOf(Ended.Refused.class);
            return (Ended.Refused) ended;
        }

        public WorkerFailure failure() {
            assertThat(ended).isInstanceOf(Ended.Failed.class);
            return ((Ended.Failed) ended).failure();
        }
    }

    public static Said say(Worker worker, GenerationRequest request) {
        StringBuilder text = new StringBuilder();
        Ended ended = worker.generate(request, text::append);
        return new Said(text.toString(), ended);
    }

    public static Said say(Worker worker, String prompt) {
        return say(worker, greedy(prompt, 64));
    }

    public static GenerationRequest greedy(String prompt, int maxTokens, String... stop) {
        return GenerationRequest.free(new Prompt.Text(prompt), maxTokens, Sampling.greedy(), List.of(stop));
    }

    public static LoadSettings settings(Purpose purpose, int contextTokens) {
        return new LoadSettings(purpose, contextTokens, 64, 32, 2, "cpu", List.of(), 0, 0, "f16", false);
    }

    /** A file for programs that do not read it. */
    public static Path model(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? file : Files.createFile(file);
    }

    /** Waits until a process is gone; one that only nobody has waited for is gone. */
    public static void awaitGone(long pid, Duration limit) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (runs(pid)) {
            assertThat(System.nanoTime()).as("process " + pid + " still runs").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    public static boolean runs(long pid) throws IOException {
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            // The process ended while its file was read.
            return false;
        }
    }

    @Override
    public void close() {
        open.forEach(Worker::close);
    }
}
