package dev.waggle.runtime.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.Cancel;
import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Engine;
import dev.waggle.runtime.FakeWorker;
import dev.waggle.runtime.MemoryGauge;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Requests;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.WorkerLogs;
import dev.waggle.runtime.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Runs of workers without an engine, and a clock that tests may set; at the end nothing may be left. */
final class RunsBench implements AutoCloseable {
    private final AtomicLong skippedNanos = new AtomicLong();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final List<Long> pids = new ArrayList<>();
    private final Path folder;
    final Runs runs;

    RunsBench(Path folder, RunLimits limits) throws IOException {
        this(folder, limits, OptionalLong::empty);
    }

    RunsBench(Path folder, RunLimits limits, MemoryGauge gauge) throws IOException {
        this.folder = folder;
        Deadlines deadlines = new Deadlines(
                Duration.ofSeconds(60),
                Duration.ofSeconds(3),
                Duration.ofMillis(300),
                Duration.ofMillis(400),
                Duration.ofSeconds(1));
        runs = new Runs(
                new Workers(folder, deadlines, gauge, WorkerLogs.none()),
                limits,
                () -> System.nanoTime() + skippedNanos.get());
    }

    /** Moves the clock. */
    void skip(Duration time) {
        skippedNanos.addAndGet(time.toNanos());
        runs.tick();
    }

    static Plan fake(String way) {
        return plan(FakeWorker.that(way), way);
    }

    static Plan plan(Engine engine, String model) {
        return new Plan(engine, Path.of("/no/such", model), Requests.settings(128), List.of());
    }

    RunSnapshot ready(Plan plan) throws InterruptedException {
        RunSnapshot run = runs.awaitReady(runs.start(plan, "test"), Duration.ofSeconds(30))
                .orElseThrow();
        run.worker().ifPresent(worker -> pids.add(worker.pid()));
        return run;
    }

    RunAnswer say(Plan plan) {
        RunAnswer answer = runs.generate(plan, Requests.greedy("go", 4), text -> {}, new Cancel());
        remember(answer);
        return answer;
    }

    private synchronized void remember(RunAnswer answer) {
        if (answer instanceof RunAnswer.Asked asked) {
            asked.run().worker().ifPresent(worker -> pids.add(worker.pid()));
        }
    }

    /** A client that is being answered. */
    record Client(CompletableFuture<Void> speaking, CompletableFuture<RunAnswer> answer, Cancel cancel) {
        void awaitText() throws Exception {
            speaking.get(30, TimeUnit.SECONDS);
        }

        RunAnswer end() throws Exception {
            return answer.get(30, TimeUnit.SECONDS);
        }
    }

    Client client(Plan plan) {
        CompletableFuture<Void> speaking = new CompletableFuture<>();
        Cancel cancel = new Cancel();
        CompletableFuture<RunAnswer> answer = CompletableFuture.supplyAsync(
                () -> {
                    RunAnswer ended =
                            runs.generate(plan, Requests.greedy("go", 4), text -> speaking.complete(null), cancel);
                    remember(ended);
                    return ended;
                },
                clients);
        return new Client(speaking, answer, cancel);
    }

    RunSnapshot only() {
        assertThat(runs.runs()).hasSize(1);
        return runs.runs().get(0);
    }

    static Ended ended(RunAnswer answer) {
        assertThat(answer).isInstanceOf(RunAnswer.Asked.class);
        return ((RunAnswer.Asked) answer).ended();
    }

    static RunSnapshot run(RunAnswer answer) {
        assertThat(answer).isInstanceOf(RunAnswer.Asked.class);
        return ((RunAnswer.Asked) answer).run();
    }

    static void assertFinished(RunAnswer answer) {
        assertThat(ended(answer)).isInstanceOf(Ended.Finished.class);
    }

    static WorkerFailure failure(RunAnswer answer) {
        if (answer instanceof RunAnswer.NotStarted not) {
            return not.failure();
        }
        assertThat(ended(answer)).isInstanceOf(Ended.Failed.class);
        return ((Ended.Failed) ended(answer)).failure();
    }

    static Retry retry(RunAnswer answer) {
        assertThat(answer).isInstanceOf(RunAnswer.NotStarted.class);
        return ((RunAnswer.NotStarted) answer).retry();
    }

    static long pid(RunSnapshot run) {
        return run.worker().orElseThrow().pid();
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("10 s passed").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Override
    public void close() throws IOException {
        runs.close();
        clients.shutdownNow();
        assertThat(runs.runs()).isEmpty();
        assertThat(pids).allMatch(pid -> ProcessHandle.of(pid).isEmpty());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
