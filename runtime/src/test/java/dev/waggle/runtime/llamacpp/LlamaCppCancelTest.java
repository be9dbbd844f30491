package dev.waggle.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.Cancel;
import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Opening;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.protocol.Sampling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cancel at every moment: the process stays and is free again. */
@Timeout(120)
@Tag("slow")
class LlamaCppCancelTest {
    private static final int CONTEXT = 4096;

    @TempDir
    Path models;

    @TempDir
    Path folder;

    private Host host = new Host(Path.of(""));

    @BeforeEach
    void open() {
        host = new Host(folder);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        host.close();
    }

    /** One step holds the whole prompt. */
    private static LoadSettings inOneStep() {
        return new LoadSettings(Purpose.GENERATE, CONTEXT, CONTEXT, 128, 1, "cpu", List.of(), 0, 0, "f16", false);
    }

    private static GenerationRequest request(int words, int maxTokens) {
        return GenerationRequest.free(new Prompt.Text("w1 ".repeat(words)), maxTokens, Sampling.greedy(), List.of());
    }

    @Test
    void cancel_insideOneLongStepOfThePrompt_keepsTheWorker() throws Exception {
        Worker worker = host.worker(TestLibraries.cpuEngine(), Models.large(models, 300_000_000), inOneStep());
        for (int i = 0; i < 3; i++) {
            Cancel cancel = new Cancel();
            CompletableFuture<Ended> ended =
                    CompletableFuture.supplyAsync(() -> worker.generate(request(1300, 4), text -> {}, cancel));
            TimeUnit.MILLISECONDS.sleep(700);
            assertThat(ended).isNotDone();
            long start = System.nanoTime();
            cancel.cancel();
            assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(Ended.Cancelled.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
        }
        assertThat(Host.say(worker, request(1, 2)).finished().usage().completionTokens())
                .isEqualTo(2);
    }

    @Test
    void step_longerThanTheSilenceAllowed_isNoHang() throws Exception {
        Deadlines impatient = Deadlines.standard().withSilence(Duration.ofSeconds(6));
        Opening opening = new Workers(folder, impatient)
                .open(
                        new Plan(TestLibraries.cpuEngine(), Models.large(models, 600_000_000), inOneStep(), List.of()),
                        fraction -> {});
        assertThat(opening).isInstanceOf(Opening.Ready.class);
        try (Worker worker = ((Opening.Ready) opening).worker()) {
            Cancel cancel = new Cancel();
            CompletableFuture<Ended> ended =
                    CompletableFuture.supplyAsync(() -> worker.generate(request(1200, 1), text -> {}, cancel));
            TimeUnit.SECONDS.sleep(8);
            assertThat(ended).isNotDone();
            cancel.cancel();
            assertThat(ended.get(5, TimeUnit.SECONDS)).isInstanceOf(Ended.Cancelled.class);
        }
    }

    @Test
    void cancel_betweenTokens_keepsTheWorkerAndTheNextAnswer() throws Exception {
        Worker worker = host.worker(TestLibraries.cpuEngine(), Models.random(models), Host.onCpu(CONTEXT));
        String first = Host.say(worker, request(40, 16)).text();
        for (int i = 0; i < 20; i++) {
            Cancel cancel = new Cancel();
            Ended ended = worker.generate(request(3, CONTEXT - 100), text -> cancel.cancel(), cancel);
            assertThat(ended).isInstanceOf(Ended.Cancelled.class);
        }
        assertThat(Host.say(worker, request(40, 16)).text()).isEqualTo(first);
    }
}
