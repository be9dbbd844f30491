package dev.waggle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an earlier agent left behind is ended, and nothing else is. */
@Timeout(60)
class LeftoversTest {
    @TempDir
    Path folder;

    private final Process process = sleep();
    private ProcessStamp stamp = new ProcessStamp(0, "t0");

    private static Process sleep() {
        try {
            return new ProcessBuilder("sleep", "60").start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void stampIt() {
        stamp = ProcessStamp.of(process.pid()).orElseThrow();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    /** A folder as an agent leaves it. */
    private Path left(ProcessStamp agent, String processes) throws IOException {
        Path left = Files.createDirectory(folder.resolve("worker-" + agent + "-17"));
        Files.writeString(left.resolve(PrivateFolder.PROCESSES), processes);
        return left;
    }

    private static ProcessStamp gone() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        ProcessStamp stamp = new ProcessStamp(gone.pid(), "t1.00000000");
        gone.waitFor();
        return stamp;
    }

    private void sweep() throws IOException {
        new Workers(folder, Deadlines.standard());
    }

    @Test
    void worker_ofAnAgentThatIsGone_isEnded() throws Exception {
        Path left = left(gone(), stamp + "\n");
        sweep();
        assertThat(process.waitFor(2, TimeUnit.SECONDS)).isTrue();
        assertThat(left).doesNotExist();
    }

    @Test
    void process_withTheSameNumberButAnotherStart_isLeftAlone() throws Exception {
        Path left = left(gone(), new ProcessStamp(stamp.pid(), stamp.start().replace("t", "t9")) + "\n");
        sweep();
        assertThat(process.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(left).doesNotExist();
    }

    @Test
    void worker_ofAnAgentThatLives_isLeftAlone() throws Exception {
        Path left = left(ProcessStamp.of(ProcessHandle.current().pid()).orElseThrow(), stamp + "\n");
        sweep();
        assertThat(process.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(left).exists();
    }

    @Test
    void agent_whoseNumberWasGivenAgain_isGone() throws Exception {
        ProcessStamp reused = new ProcessStamp(ProcessHandle.current().pid(), "t1.00000000");
        Path left = left(reused, stamp + "\n");
        sweep();
        assertThat(process.waitFor(2, TimeUnit.SECONDS)).isTrue();
        assertThat(left).doesNotExist();
    }

    @Test
    void file_thatIsDamaged_endsNobody() throws Exception {
        Path left = left(gone(), "-1\n0-t\n" + stamp.pid() + "\n" + stamp.pid() + "-\nnonsense\n");
        sweep();
        assertThat(process.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(left).doesNotExist();
    }

    @Test
    void process_thatEndedButWasNotCollected_isGone() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0.3 & echo $!; exec sleep 30").start();
        try (var out = parent.inputReader()) {
            long pid = Long.parseLong(out.readLine());
            ProcessStamp child = ProcessStamp.of(pid).orElseThrow();
            assertThat(child.runs()).isTrue();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            while (child.runs() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(Files.readString(Path.of("/proc/" + pid + "/stat"))).contains(") Z ");
            assertThat(ProcessStamp.of(pid)).isEmpty();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void worker_whileItLives_isWrittenDownWithItsServingProcess() throws Exception {
        try (Bench bench = new Bench(folder)) {
            Worker worker = bench.fake("serves-elsewhere");
            assertThat(worker.servingPid()).isNotEqualTo(worker.pid());
            Path file;
            try (var all = Files.list(folder)) {
                file = all.findFirst().orElseThrow().resolve(PrivateFolder.PROCESSES);
            }
            assertThat(Files.readAllLines(file))
                    .isEqualTo(List.of(
                            ProcessStamp.of(worker.pid()).orElseThrow().toString(),
                            ProcessStamp.of(worker.servingPid()).orElseThrow().toString()));
            assertThat(worker.peakResidentBytes().orElseThrow()).isPositive();
            ProcessStamp serving = ProcessStamp.of(worker.servingPid()).orElseThrow();
            ProcessHandle.of(worker.pid()).orElseThrow().destroyForcibly();
            awaitEnd(serving);
        }
    }

    @Test
    void servingProcess_thatIsNotTheWorkersOwn_isNotBelieved() throws Exception {
        try (Bench bench = new Bench(folder)) {
            Worker worker = bench.fake("claims-its-agent");
            assertThat(worker.servingPid()).isEqualTo(worker.pid());
        }
    }

    private static void awaitEnd(ProcessStamp process) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (process.runs()) {
            assertThat(System.nanoTime()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
