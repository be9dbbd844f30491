package dev.waggle.runtime.runs;

import static dev.waggle.runtime.runs.RunsBench.assertFinished;
import static dev.waggle.runtime.runs.RunsBench.await;
import static dev.waggle.runtime.runs.RunsBench.failure;
import static dev.waggle.runtime.runs.RunsBench.fake;
import static dev.waggle.runtime.runs.RunsBench.kill;
import static dev.waggle.runtime.runs.RunsBench.pid;
import static dev.waggle.runtime.runs.RunsBench.retry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.runs.RunsBench.Client;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must happen when a worker fails. */
@Timeout(60)
@Tag("slow")
class FaultsTest {
    private static final RunLimits LIMITS = RunLimits.standard();
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    @Test
    void worker_killedMidStream_isToldWithinASecondAndStartedAgainLater() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            Plan plan = fake("streams");
            RunSnapshot run = bench.ready(plan);
            Client client = bench.client(plan);
            client.awaitText();
            long start = System.nanoTime();
            kill(pid(run));
            WorkerFailure failure = failure(client.end());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SECOND);
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            WorkerFailure.Crashed.class,
                            crashed -> assertThat(crashed.signal()).contains("SIGKILL"));
            assertThat(failure.message()).contains("killed");
            RunAnswer early = bench.say(plan);
            assertThat(failure(early)).isEqualTo(failure);
            assertThat(((Retry.After) retry(early)).delay()).isBetween(Duration.ofNanos(1), SECOND);
            assertThat(bench.only().worker().orElseThrow().peakResidentBytes()).isPresent();
            bench.skip(SECOND);
            Client again = bench.client(plan);
            again.awaitText();
            assertThat(bench.only().restarts()).isEqualTo(1);
            assertThat(bench.only().id()).isEqualTo(run.id());
            again.cancel().cancel();
            again.end();
        }
    }

    @Test
    void worker_killedWhileIdle_isKnownToBeGone() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            RunSnapshot run = bench.ready(fake("behaves"));
            kill(pid(run));
            await(() -> bench.only().state() instanceof RunState.Failed);
            bench.skip(SECOND);
            assertFinished(bench.say(fake("behaves")));
        }
    }

    @Test
    void requests_waitingForAWorkerThatDies_areToldToo() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            Plan plan = fake("streams");
            RunSnapshot run = bench.ready(plan);
            Client first = bench.client(plan);
            first.awaitText();
            Client second = bench.client(plan);
            await(() -> bench.only().waiting() == 1);
            kill(pid(run));
            assertThat(failure(first.end())).isInstanceOf(WorkerFailure.Crashed.class);
            assertThat(failure(second.end())).isInstanceOf(WorkerFailure.Crashed.class);
        }
    }

    @Test
    void worker_dyingAtEachStart_isGivenUpUntilSomebodyStartsIt() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            Plan plan = fake("exits-at-once");
            List<Retry> retries = new ArrayList<>();
            for (int seconds = 1; seconds <= 16; seconds *= 2) {
                RunAnswer answer = bench.say(plan);
                assertThat(failure(answer)).isInstanceOf(WorkerFailure.Crashed.class);
                retries.add(retry(answer));
                bench.skip(Duration.ofSeconds(seconds));
            }
            assertThat(retries.subList(0, 4))
                    .allSatisfy(retry -> assertThat(retry).isInstanceOf(Retry.After.class));
            assertThat(retries.get(4)).isEqualTo(new Retry.OnlyExplicitly());
            bench.skip(Duration.ofDays(1));
            assertThat(retry(bench.say(plan))).isEqualTo(new Retry.OnlyExplicitly());
            assertThat(bench.only().restarts()).isEqualTo(4);
            assertThat(bench.ready(plan).state())
                    .isInstanceOfSatisfying(
                            RunState.Failed.class,
                            failed -> assertThat(failed.retry()).isInstanceOf(Retry.After.class));
            assertThat(bench.only().restarts()).isEqualTo(5);
        }
    }

    @Test
    void request_duringBackOff_isToldAtOnceHowLongToWait() throws Exception {
        try (RunsBench bench =
                new RunsBench(folder, LIMITS.withFailures(SECOND.multipliedBy(50), SECOND.multipliedBy(60), 5))) {
            bench.say(fake("exits-at-once"));
            long start = System.nanoTime();
            RunAnswer answer = bench.say(fake("exits-at-once"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SECOND);
            assertThat(((Retry.After) retry(answer)).delay())
                    .isBetween(SECOND.multipliedBy(30), SECOND.multipliedBy(50));
            assertThat(bench.only().restarts()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dies-loading, worker_crashed",
        "other-engine, worker_protocol_broken",
        "no-memory, worker_oom",
        "hangs-answering, worker_hung",
        "heap, worker_oom",
        "exits-134, worker_crashed",
        "exits-139, worker_crashed",
        "exits-65, worker_protocol_broken",
        "wrong-id, worker_protocol_broken",
    })
    void worker_failing_isToldByItsCode(String way, String code) throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            assertThat(failure(bench.say(fake(way))).code()).isEqualTo(code);
            assertThat(bench.only().state()).isInstanceOf(RunState.Failed.class);
        }
    }

    @Test
    void engine_givingUpTwice_isEndedAndStartedAgain() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            Plan plan = fake("gives-up");
            assertThat(RunsBench.ended(bench.say(plan))).isInstanceOf(Ended.Refused.class);
            assertThat(bench.only().state()).isInstanceOf(RunState.Ready.class);
            assertThat(RunsBench.ended(bench.say(plan))).isInstanceOf(Ended.Refused.class);
            await(() -> bench.only().state() instanceof RunState.Failed);
            assertThat(failure(bench.say(plan))).isInstanceOf(WorkerFailure.EngineGaveUp.class);
            bench.skip(SECOND);
            assertThat(RunsBench.ended(bench.say(plan))).isInstanceOf(Ended.Refused.class);
        }
    }

    @Test
    void cancel_thatTakesTheWorkerWithIt_isNotHeldAgainstThePlan() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            Plan plan = fake("ignores-cancel");
            for (int i = 0; i < 2; i++) {
                Client client = bench.client(plan);
                client.awaitText();
                client.cancel().cancel();
                assertThat(RunsBench.ended(client.end())).isInstanceOf(Ended.CancelledWithWorker.class);
            }
            assertThat(bench.only().restarts()).isEqualTo(1);
        }
    }

    @Test
    void worker_killedAtRandomMoments_losesNoClientAndNoTurn() throws Exception {
        killOften(6);
    }

    @Test
    @Tag("long")
    @Timeout(900)
    void worker_killedTwoHundredTimes_losesNoClientAndNoTurn() throws Exception {
        killOften(200);
    }

    private void killOften(int times) throws Exception {
        Random random = new Random(7);
        RunLimits often = LIMITS.withFailures(Duration.ofMillis(1), Duration.ofMillis(1), 1_000_000);
        try (RunsBench bench = new RunsBench(folder, often)) {
            Plan plan = fake("streams");
            for (int i = 0; i < times; i++) {
                RunSnapshot run = bench.ready(plan);
                List<Client> clients = List.of(bench.client(plan), bench.client(plan), bench.client(plan));
                if (random.nextBoolean()) {
                    Thread.sleep(random.nextInt(60));
                } else {
                    await(() -> clients.stream()
                            .anyMatch(client -> client.speaking().isDone()));
                }
                long start = System.nanoTime();
                kill(pid(run));
                await(() -> clients.stream().anyMatch(client -> client.answer().isDone()));
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SECOND);
                for (Client client : clients) {
                    client.cancel().cancel();
                    client.end();
                }
            }
            assertThat(bench.only().waiting()).isZero();
        }
    }
}
