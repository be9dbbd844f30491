package dev.waggle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.protocol.GenerationRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cancel and death of the real engine, at every moment. */
@Timeout(120)
@Tag("slow")
class CancelTest {
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);
    private static final int CONTEXT = 4096;

    @TempDir
    Path models;

    @TempDir
    Path folder;

    private Bench bench = new Bench(Path.of(""));

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        bench.close();
    }

    /** Generates on another thread. */
    private static CompletableFuture<Ended> start(
            Worker worker, GenerationRequest request, CompletableFuture<Void> spoke) {
        return CompletableFuture.supplyAsync(() -> worker.generate(request, text -> spoke.complete(null)));
    }

    private static Ended cancelled(Worker worker, CompletableFuture<Ended> ended) throws Exception {
        long start = System.nanoTime();
        assertThat(worker.cancel()).isTrue();
        Ended end = ended.get(5, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(HALF_A_SECOND);
        return end;
    }

    @Test
    void cancel_betweenTokens_endsTheAnswerAndKeepsTheWorker() throws Exception {
        Worker worker = bench.worker(TestModels.random(models), CONTEXT);
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Void> spoke = new CompletableFuture<>();
            CompletableFuture<Ended> ended = start(worker, Requests.greedy("go", CONTEXT), spoke);
            spoke.get(20, TimeUnit.SECONDS);
            assertThat(cancelled(worker, ended)).isInstanceOf(Ended.Cancelled.class);
        }
        assertThat(Bench.say(worker, Requests.greedy("go", 4))
                        .finished()
                        .usage()
                        .completionTokens())
                .isEqualTo(4);
    }

    @Test
    void cancel_whileThePromptIsRead_endsTheAnswer() throws Exception {
        Worker worker = bench.worker(TestModels.large(models, 300_000_000), CONTEXT);
        CompletableFuture<Ended> ended =
                start(worker, Requests.greedy("w1 w2 w3 ".repeat(400), 4), new CompletableFuture<>());
        TimeUnit.MILLISECONDS.sleep(700);
        assertThat(ended).isNotDone();
        assertThat(cancelled(worker, ended)).isInstanceOfAny(Ended.Cancelled.class, Ended.CancelledWithWorker.class);
    }

    @Test
    void cancel_withNothingToCancel_saysSo() throws Exception {
        assertThat(bench.fake("behaves").cancel()).isFalse();
    }

    @Test
    void worker_killedMidAnswer_crashedWithinASecond() throws Exception {
        Worker worker = bench.worker(TestModels.random(models), CONTEXT);
        CompletableFuture<Void> spoke = new CompletableFuture<>();
        CompletableFuture<Ended> ended = start(worker, Requests.greedy("go", CONTEXT), spoke);
        spoke.get(20, TimeUnit.SECONDS);
        long start = System.nanoTime();
        ProcessHandle.of(worker.pid()).orElseThrow().destroyForcibly();
        WorkerFailure failure = Bench.failure(ended.get(5, TimeUnit.SECONDS));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(failure)
                .isInstanceOfSatisfying(
                        WorkerFailure.Crashed.class,
                        crashed -> assertThat(crashed.signal()).contains("SIGKILL"));
        assertThat(worker.failure()).contains(failure);
    }

    @Test
    void interrupt_whileGenerating_cancelsAndIsKept() throws Exception {
        Worker worker = bench.worker(TestModels.random(models), CONTEXT);
        Thread.currentThread().interrupt();
        Ended ended = worker.generate(Requests.greedy("go", CONTEXT), text -> {});
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended).isInstanceOf(Ended.Cancelled.class);
    }
}
