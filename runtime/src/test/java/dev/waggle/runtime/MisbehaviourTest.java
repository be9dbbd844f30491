package dev.waggle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waggle.runtime.protocol.EngineName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that breaks in every way gives a typed answer soon, and nothing is left of it. */
@Timeout(60)
@Tag("slow")
class MisbehaviourTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private Bench bench = new Bench(Path.of(""));

    @BeforeEach
    void open() {
        bench = new Bench(
                folder,
                new Deadlines(Duration.ofSeconds(20), Duration.ofSeconds(2), SHORT, Duration.ofMillis(400), SHORT));
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        bench.close();
    }

    @Test
    void worker_thatBehaves_finishes() throws Exception {
        assertThat(Bench.say(bench.fake("behaves"), Requests.greedy("go", 4))
                        .finished()
                        .usage()
                        .promptTokens())
                .isEqualTo(1);
    }

    @Test
    void program_thatIsMissing_couldNotStart() throws Exception {
        Engine engine = new Engine(new EngineName("none", "1"), List.of("/no/such/java"), Map.of(), false);
        assertThat(Bench.failure(bench.open(engine, folder, Requests.settings(1))))
                .isInstanceOfSatisfying(
                        WorkerFailure.CouldNotStart.class,
                        failure -> assertThat(failure.message()).contains("/no/such/java"));
    }

    @Test
    void worker_exitingAtOnce_crashedWithItsCode() throws Exception {
        assertThat(bench.fakeFails("exits-at-once")).isInstanceOfSatisfying(WorkerFailure.Crashed.class, crashed -> {
            assertThat(crashed.exitCode()).isEqualTo(7);
            assertThat(crashed.signal()).isEmpty();
        });
    }

    @Test
    void open_nativeCodeCrashes_saysTheSignalAndThePlace() throws IOException {
        assertThat(bench.fakeFails("crashes-natively")).isInstanceOfSatisfying(WorkerFailure.Crashed.class, crashed -> {
            assertThat(crashed.signal()).contains("SIGSEGV");
            assertThat(crashed.log()).contains("Problematic frame");
        });
    }

    @Test
    void worker_dyingWhileLoading_crashed() throws Exception {
        assertThat(bench.fakeFails("dies-loading")).isInstanceOf(WorkerFailure.Crashed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage-first", "unknown-field", "other-engine"})
    void worker_greetingWrongly_brokeTheProtocol(String way) throws Exception {
        assertThat(bench.fakeFails(way)).isInstanceOf(WorkerFailure.ProtocolBroken.class);
    }

    @Test
    void worker_neverReady_isEndedInTime() throws Exception {
        bench = new Bench(folder, new Deadlines(Duration.ofSeconds(1), SHORT, SHORT, SHORT, SHORT));
        assertThat(bench.fakeFails("never-ready")).isInstanceOf(WorkerFailure.NotReadyInTime.class);
    }

    @Test
    void worker_floodingItsLog_leavesTheEndOfIt() throws Exception {
        assertThat(bench.fakeFails("floods-stderr")).isInstanceOfSatisfying(WorkerFailure.Crashed.class, crashed -> {
            assertThat(crashed.log()).endsWith("x\nthe last line\n");
            assertThat(crashed.log()).hasSize(LogTail.BYTES);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage-answering", "long-line", "closes-stdout", "wrong-id"})
    void worker_answeringNonsense_brokeTheProtocol(String way) throws Exception {
        Bench.Said said = Bench.say(bench.fake(way), Requests.greedy("go", 4));
        assertThat(said.text()).isEqualTo("one ");
        assertThat(Bench.failure(said.ended()))
                .isInstanceOfAny(WorkerFailure.ProtocolBroken.class, WorkerFailure.Hung.class);
    }

    @Test
    void worker_abortingMidAnswer_crashedWithTheSignal() throws Exception {
        assertThat(Bench.failure(Bench.say(bench.fake("exits-answering"), Requests.greedy("go", 4))
                        .ended()))
                .isInstanceOfSatisfying(
                        WorkerFailure.Crashed.class,
                        crashed -> assertThat(crashed.signal()).contains("SIGABRT"));
    }

    @Test
    void worker_outOfHeap_isOutOfMemory() throws Exception {
        assertThat(Bench.failure(
                        Bench.say(bench.fake("heap"), Requests.greedy("go", 4)).ended()))
                .isInstanceOf(WorkerFailure.OutOfMemory.class);
    }

    @Test
    void worker_silentMidAnswer_hung() throws Exception {
        assertThat(Bench.failure(Bench.say(bench.fake("hangs-answering"), Requests.greedy("go", 4))
                        .ended()))
                .isInstanceOf(WorkerFailure.Hung.class);
    }

    @Test
    void worker_ignoringCancel_isEndedAndTheAnswerIsCancelled() throws Exception {
        Worker worker = bench.fake("ignores-cancel");
        long[] cancelled = new long[1];
        Ended ended = worker.generate(Requests.greedy("go", 4), text -> {
            if (worker.cancel() && cancelled[0] == 0) {
                cancelled[0] = System.nanoTime();
            }
        });
        assertThat(Duration.ofNanos(System.nanoTime() - cancelled[0])).isLessThan(Duration.ofMillis(500));
        assertThat(ended).isInstanceOf(Ended.CancelledWithWorker.class);
        assertThat(worker.failure()).containsInstanceOf(WorkerFailure.Closed.class);
    }

    @Test
    void worker_ignoringTheEnd_isKilledWhenClosed() throws Exception {
        Worker worker = bench.fake("ignores-end");
        long start = System.nanoTime();
        worker.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(ProcessHandle.of(worker.pid())).isEmpty();
    }

    @Test
    void secondRequest_whileBusy_isRefused() throws Exception {
        Worker worker = bench.fake("hangs-answering");
        CompletableFuture<Void> speaking = new CompletableFuture<>();
        CompletableFuture<Ended> first = CompletableFuture.supplyAsync(
                () -> worker.generate(Requests.greedy("go", 4), text -> speaking.complete(null)));
        speaking.join();
        assertThat(worker.generate(Requests.greedy("go", 4), text -> {}))
                .isInstanceOfSatisfying(
                        Ended.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("busy"));
        worker.close();
        assertThat(Bench.failure(first.join())).isInstanceOf(WorkerFailure.Closed.class);
    }

    @Test
    void request_toAWorkerThatIsGone_fails() throws Exception {
        Worker worker = bench.fake("behaves");
        worker.close();
        assertThat(Bench.failure(Bench.say(worker, Requests.greedy("go", 4)).ended()))
                .isInstanceOf(WorkerFailure.Closed.class);
    }

    @Test
    void listener_thatThrowsWhileLoading_endsTheWorker() throws Exception {
        Plan plan = new Plan(FakeWorker.that("behaves"), folder.resolve("model"), Requests.settings(128), List.of());
        assertThatThrownBy(() -> new Workers(folder, Deadlines.standard()).open(plan, fraction -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
    }

    @Test
    void listener_thatThrows_cancelsAndIsHeard() throws Exception {
        Worker worker = bench.fake("behaves");
        assertThatThrownBy(() -> worker.generate(Requests.greedy("go", 4), text -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
        assertThat(Bench.say(worker, Requests.greedy("go", 4)).text()).isEqualTo("one ");
    }
}
