package dev.waggle.runtime.llamaserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.guarded.GuardedBench;
import dev.waggle.runtime.guarded.Guardian;
import dev.waggle.runtime.protocol.Purpose;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** However its guardian or its agent ends, the program ends too. */
@Timeout(120)
@Tag("slow")
class LlamaServerEndTest {
    private static final Duration SOON = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private Guardian guardian() throws Exception {
        return new Guardian(Fakes.engine(folder), folder.resolve("guardian"));
    }

    private long load(Guardian guardian, String way) throws Exception {
        long program = guardian.load(GuardedBench.model(folder, way), GuardedBench.settings(Purpose.GENERATE, 128))
                .pid();
        assertThat(program).isNotEqualTo(guardian.pid());
        assertThat(GuardedBench.runs(program)).isTrue();
        return program;
    }

    @Test
    void guardian_killed_leavesNoProgram() throws Exception {
        try (Guardian guardian = guardian()) {
            long program = load(guardian, "behaves");
            guardian.kill();
            GuardedBench.awaitGone(program, SOON);
        }
    }

    @Test
    void input_ended_leavesNoProgram() throws Exception {
        try (Guardian guardian = guardian()) {
            long program = load(guardian, "behaves");
            guardian.endInput();
            GuardedBench.awaitGone(program, SOON);
            GuardedBench.awaitGone(guardian.pid(), SOON);
        }
    }

    @Test
    void worker_closed_leavesNoProgram() throws Exception {
        try (GuardedBench bench = new GuardedBench(folder.resolve("workers"), GuardedBench.PATIENT)) {
            Worker worker = bench.worker(
                    Fakes.engine(folder),
                    GuardedBench.model(folder, "behaves"),
                    GuardedBench.settings(Purpose.GENERATE, 128));
            long program = worker.servingPid();
            worker.close();
            GuardedBench.awaitGone(program, SOON);
        }
    }

    @Test
    void program_killedWhileIdle_isNoticedWithTheSignal() throws Exception {
        try (Guardian guardian = guardian()) {
            long program = load(guardian, "behaves");
            ProcessHandle.of(program).orElseThrow().destroyForcibly();
            assertThat(guardian.awaitExitCode()).isEqualTo(128 + 9);
        }
    }

    @Test
    void program_silentMidAnswer_hungAndIsGone() throws Exception {
        Deadlines hasty = GuardedBench.PATIENT.withSilence(Duration.ofSeconds(1));
        try (GuardedBench bench = new GuardedBench(folder.resolve("workers"), hasty)) {
            Worker worker = bench.worker(
                    Fakes.engine(folder),
                    GuardedBench.model(folder, "behaves"),
                    GuardedBench.settings(Purpose.GENERATE, 128));
            assertThat(GuardedBench.say(worker, "hang").failure()).isInstanceOf(WorkerFailure.Hung.class);
            GuardedBench.awaitGone(worker.servingPid(), SOON);
        }
    }

    @RepeatedTest(2)
    void agent_killed_leavesNoProgram() throws Exception {
        killAgent();
    }

    @Tag("long")
    @RepeatedTest(20)
    void agent_killedOften_leavesNoProgram() throws Exception {
        killAgent();
    }

    private void killAgent() throws Exception {
        Process agent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LlamaServerAgent.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long program;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(agent.getInputStream(), StandardCharsets.UTF_8))) {
            program = Long.parseLong(out.readLine());
        } finally {
            agent.destroyForcibly();
        }
        GuardedBench.awaitGone(program, SOON);
    }
}
