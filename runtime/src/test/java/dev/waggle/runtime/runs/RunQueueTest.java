package dev.waggle.runtime.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.Cancel;
import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.runs.RunQueue.Turn;
import dev.waggle.runtime.runs.RunTable.Held;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose turn it is when somebody else waits for a run's end. */
@Timeout(60)
class RunQueueTest {
    @TempDir
    Path folder;

    @Test
    void request_thatCameAfterAStartThatNeedsTheRoom_letsItGoFirst() throws Exception {
        RunTable table = new RunTable(RunLimits.standard(), System::nanoTime);
        RunEnder ender = new RunEnder(table);
        RunStarter starter = new RunStarter(table, new Workers(folder, Deadlines.standard()), ender);
        RunQueue queue = new RunQueue(table, starter, ender);
        Plan plan = RunsBench.fake("behaves");
        Turn.Mine first = (Turn.Mine) queue.await(plan, new Cancel());
        queue.release(first, new Ended.CancelledWithWorker());
        Run other;
        try (Held held = table.lock()) {
            other = table.add(RunsBench.fake("other"), "other");
            other.turn = table.nextTurn();
            other.wanted = run -> true;
        }
        CompletableFuture<Turn> second = CompletableFuture.supplyAsync(() -> queue.await(plan, new Cancel()));
        TimeUnit.MILLISECONDS.sleep(300);
        assertThat(second).isNotDone();
        try (Held held = table.lock()) {
            assertThat(table.victim(other)).contains(first.run());
            other.wanted = null;
            other.ended("it waits no more");
            table.changed();
        }
        Turn mine = second.get(10, TimeUnit.SECONDS);
        assertThat(mine).isEqualTo(first);
        queue.release((Turn.Mine) mine, null);
        assertThat(ender.stop(first.run())).isTrue();
        assertThat(folder).isEmptyDirectory();
    }
}
