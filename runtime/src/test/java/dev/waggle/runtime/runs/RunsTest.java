package dev.waggle.runtime.runs;

import static dev.waggle.runtime.runs.RunsBench.assertFinished;
import static dev.waggle.runtime.runs.RunsBench.await;
import static dev.waggle.runtime.runs.RunsBench.ended;
import static dev.waggle.runtime.runs.RunsBench.failure;
import static dev.waggle.runtime.runs.RunsBench.fake;
import static dev.waggle.runtime.runs.RunsBench.pid;
import static dev.waggle.runtime.runs.RunsBench.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waggle.runtime.Cancel;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.FakeWorker;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Requests;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.runs.RunsBench.Client;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several runs at once: who is answered by which, who waits, and who is ended for whom. */
@Timeout(60)
@Tag("slow")
class RunsTest {
    private static final RunLimits LIMITS = RunLimits.standard();

    @TempDir
    Path folder;

    @Test
    void run_startedExplicitly_isReadyAnswersAndStops() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            Plan plan = fake("behaves");
            RunId id = bench.runs.start(plan, "mine");
            assertThat(bench.runs.run(id).orElseThrow().state().isOver()).isFalse();
            RunSnapshot ready = bench.ready(plan);
            assertThat(ready.id()).isEqualTo(id);
            assertThat(ready.state()).isEqualTo(new RunState.Ready());
            assertThat(ready.explicit()).isTrue();
            RunSnapshot after = run(bench.say(plan));
            assertThat(after.answers()).isEqualTo(1);
            assertThat(pid(after)).isEqualTo(pid(ready));
            assertThat(after.worker().orElseThrow().peakResidentBytes()).isPresent();
            assertThat(bench.runs.stop(id)).isTrue();
            assertThat(ProcessHandle.of(pid(ready))).isEmpty();
            assertThat(bench.runs.runs()).isEmpty();
            assertThat(bench.runs.run(id).orElseThrow().state()).isEqualTo(new RunState.Ended(RunEnder.STOPPED));
            assertThat(bench.runs.stop(id)).isFalse();
        }
    }

    @Test
    void request_forAPlanThatRuns_reusesItsWorker() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            RunSnapshot first = run(bench.say(fake("behaves")));
            RunSnapshot second = run(bench.say(fake("behaves")));
            assertThat(pid(second)).isEqualTo(pid(first));
            assertThat(second.answers()).isEqualTo(2);
            assertThat(second.explicit()).isFalse();
            assertFinished(bench.runs.embed(fake("behaves"), List.of("a", "b"), (index, values) -> {}, new Cancel()));
        }
    }

    @Test
    void requests_forOneRun_areAnsweredInTheirOrder() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            Plan plan = fake("streams");
            bench.ready(plan);
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int before = i;
                clients.add(bench.client(plan));
                await(() -> bench.only().state() instanceof RunState.Busy
                        && bench.only().waiting() == before);
            }
            for (int i = 0; i < 6; i++) {
                clients.get(i).awaitText();
                assertThat(clients.subList(i + 1, 6))
                        .noneMatch(client -> client.speaking().isDone());
                clients.get(i).cancel().cancel();
                assertThat(ended(clients.get(i).end())).isInstanceOf(Ended.Cancelled.class);
            }
        }
    }

    @Test
    void run_usedLeastRecently_isEndedForAnotherAndExplicitOnesLast() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS.withMostRuns(3))) {
            RunId explicit = bench.ready(fake("a")).id();
            RunId older = run(bench.say(fake("b"))).id();
            RunId newer = run(bench.say(fake("c"))).id();
            bench.say(fake("b"));
            RunId fourth = run(bench.say(fake("d"))).id();
            assertThat(bench.runs.runs()).extracting(RunSnapshot::id).containsExactly(explicit, older, fourth);
            assertThat(bench.runs.run(newer).orElseThrow().state()).isInstanceOf(RunState.Ended.class);
            bench.ready(fake("b"));
            bench.ready(fake("d"));
            bench.say(fake("e"));
            assertThat(bench.runs.runs()).extracting(RunSnapshot::label).containsExactly("test", "test", "e");
            assertThat(bench.runs.run(explicit).orElseThrow().state()).isInstanceOf(RunState.Ended.class);
        }
    }

    @Test
    void requests_fromTwoModelsForOnePlace_takeTurnsInTheirOrder() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS.withMostRuns(1))) {
            bench.ready(fake("streams"));
            Client first = bench.client(fake("streams"));
            first.awaitText();
            Client other = bench.client(fake("behaves"));
            await(() -> bench.runs.runs().size() == 2);
            Client late = bench.client(fake("streams"));
            await(() -> bench.runs.runs().get(0).waiting() == 1);
            first.cancel().cancel();
            assertFinished(other.end());
            assertThat(late.speaking()).isNotDone();
            late.awaitText();
            late.cancel().cancel();
            assertThat(ended(late.end())).isInstanceOf(Ended.Cancelled.class);
        }
    }

    @Test
    void request_thatWaitsTooLong_isOverloaded() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS.withMostRuns(1))) {
            bench.ready(fake("streams"));
            Client busy = bench.client(fake("streams"));
            busy.awaitText();
            Client waiting = bench.client(fake("streams"));
            Client another = bench.client(fake("behaves"));
            await(() ->
                    bench.runs.runs().size() == 2 && bench.runs.runs().stream().allMatch(run -> run.waiting() == 1));
            bench.skip(LIMITS.patience());
            assertThat(waiting.end()).isInstanceOf(RunAnswer.Overloaded.class);
            assertThat(another.end()).isInstanceOf(RunAnswer.Overloaded.class);
            assertThat(busy.answer()).isNotDone();
            await(() -> bench.runs.runs().size() == 1);
            busy.cancel().cancel();
            assertThat(ended(busy.end())).isInstanceOf(Ended.Cancelled.class);
        }
    }

    @Test
    void start_withoutRoom_failsAndSaysWhatToDo() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS.withMostRuns(1))) {
            bench.ready(fake("streams"));
            Client busy = bench.client(fake("streams"));
            busy.awaitText();
            RunId id = bench.runs.start(fake("behaves"), "second");
            bench.skip(LIMITS.patience());
            RunState state = bench.runs
                    .awaitReady(id, Duration.ofSeconds(10))
                    .orElseThrow()
                    .state();
            assertThat(state).isInstanceOfSatisfying(RunState.Failed.class, failed -> {
                assertThat(failed.failure().message()).contains("Stop one");
                assertThat(failed.retry()).isEqualTo(new Retry.After(Duration.ZERO));
            });
            busy.cancel().cancel();
            busy.end();
            assertFinished(bench.say(fake("behaves")));
        }
    }

    @Test
    void client_goneWhileItWaits_leavesTheQueue() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            bench.ready(fake("streams"));
            Client busy = bench.client(fake("streams"));
            busy.awaitText();
            Client waiting = bench.client(fake("streams"));
            await(() -> bench.only().waiting() == 1);
            waiting.cancel().cancel();
            assertThat(waiting.end()).isInstanceOf(RunAnswer.CancelledWaiting.class);
            assertThat(bench.only().waiting()).isZero();
            busy.cancel().cancel();
            busy.end();
        }
    }

    @Test
    void client_goneWhileItIsAnswered_freesTheRunWithinTwoSeconds() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            bench.ready(fake("streams"));
            Client gone = bench.client(fake("streams"));
            gone.awaitText();
            Client next = bench.client(fake("streams"));
            await(() -> bench.only().waiting() == 1);
            long start = System.nanoTime();
            gone.cancel().cancel();
            next.awaitText();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            next.cancel().cancel();
            next.end();
        }
    }

    @Test
    void listener_thatThrows_isHeardAndTheRunIsFree() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            assertThatThrownBy(() -> bench.runs.generate(
                            fake("behaves"),
                            Requests.greedy("go", 1),
                            text -> {
                                throw new IllegalStateException("enough");
                            },
                            new Cancel()))
                    .hasMessage("enough");
            assertFinished(bench.say(fake("behaves")));
        }
    }

    @Test
    void run_notAskedForLong_isEndedUnlessStartedExplicitly() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            RunId explicit = bench.ready(fake("a")).id();
            bench.say(fake("b"));
            bench.skip(LIMITS.idle().minusSeconds(20));
            assertThat(bench.runs.runs()).hasSize(2);
            bench.skip(Duration.ofSeconds(21));
            assertThat(bench.runs.runs()).extracting(RunSnapshot::id).containsExactly(explicit);
        }
    }

    @Test
    void memory_thatAnIdleRunHolds_isFreedForAnother() throws Exception {
        AtomicLong holder = new AtomicLong();
        try (RunsBench bench = new RunsBench(
                folder,
                LIMITS,
                () -> OptionalLong.of(
                        holder.get() > 0 && ProcessHandle.of(holder.get()).isPresent() ? 1 : FakeWorker.HOST_BYTES))) {
            RunSnapshot first = bench.ready(RunsBench.plan(FakeWorker.measuring("a"), "a"));
            holder.set(pid(first));
            RunAnswer second = bench.say(RunsBench.plan(FakeWorker.measuring("b"), "b"));
            assertFinished(second);
            assertThat(bench.runs.runs())
                    .extracting(RunSnapshot::id)
                    .containsExactly(run(second).id());
        }
    }

    @Test
    void memory_thatNoRunHolds_isRefusedAtOnce() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS, () -> OptionalLong.of(1))) {
            RunAnswer answer = bench.say(RunsBench.plan(FakeWorker.measuring("a"), "a"));
            assertThat(failure(answer)).isInstanceOf(WorkerFailure.NoLongerFits.class);
            assertThat(RunsBench.retry(answer)).isEqualTo(new Retry.After(Duration.ZERO));
        }
    }

    @Test
    void stop_whileLoading_endsItAndTellsWhoWaits() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            Client waiting = bench.client(fake("never-ready"));
            await(() -> bench.runs.runs().size() == 1 && bench.only().waiting() == 1);
            assertThat(bench.runs.stop(bench.only().id())).isTrue();
            assertThat(failure(waiting.end())).isInstanceOf(WorkerFailure.Closed.class);
            assertThat(bench.runs.runs()).isEmpty();
        }
    }

    @Test
    void stop_whileAnswering_failsTheAnswer() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            Client busy = bench.client(fake("streams"));
            busy.awaitText();
            assertThat(bench.runs.stop(bench.only().id())).isTrue();
            assertThat(failure(busy.end())).isInstanceOf(WorkerFailure.Closed.class);
        }
    }

    @Test
    void close_withGrace_letsAnswersFinishAndTellsWhoWaits() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            Client busy = bench.client(fake("streams-a-second"));
            busy.awaitText();
            Client waiting = bench.client(fake("streams-a-second"));
            await(() -> bench.only().waiting() == 1);
            bench.runs.close(Duration.ofSeconds(20));
            assertFinished(busy.end());
            assertThat(failure(waiting.end()).message()).contains("stopping");
            assertThat(failure(bench.say(fake("behaves")))).isInstanceOf(WorkerFailure.Closed.class);
            assertThatThrownBy(() -> bench.runs.start(fake("behaves"), "late"))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void close_withoutGrace_tellsEverybodyAndLeavesNothing() throws Exception {
        try (RunsBench bench = new RunsBench(folder, LIMITS)) {
            Client busy = bench.client(fake("streams"));
            busy.awaitText();
            Client loading = bench.client(fake("never-ready"));
            await(() -> bench.runs.runs().size() == 2);
            bench.runs.close();
            assertThat(failure(busy.end())).isInstanceOf(WorkerFailure.Closed.class);
            assertThat(failure(loading.end())).isInstanceOf(WorkerFailure.Closed.class);
        }
    }
}
