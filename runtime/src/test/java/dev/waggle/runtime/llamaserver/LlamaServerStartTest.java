package dev.waggle.runtime.llamaserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.guarded.GuardedBench;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Purpose;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A {@code llama-server} from its start until it is ready, and every way it does not get there. */
@Timeout(120)
@Tag("slow")
class LlamaServerStartTest {
    @TempDir
    Path folder;

    @TempDir
    Path workers;

    private GuardedBench bench = new GuardedBench(Path.of(""), GuardedBench.PATIENT);

    @BeforeEach
    void open() {
        bench = new GuardedBench(workers, GuardedBench.PATIENT);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        bench.close();
        try (var left = Files.list(workers)) {
            assertThat(left).isEmpty();
        }
    }

    private static LoadSettings settings() {
        return GuardedBench.settings(Purpose.GENERATE, 128);
    }

    private WorkerFailure fails(String way) throws Exception {
        return bench.failure(Fakes.engine(folder), GuardedBench.model(folder, way), settings());
    }

    @Test
    void program_loadingSlowly_isReadyAfterThat() throws Exception {
        Worker worker = bench.worker(Fakes.engine(folder), GuardedBench.model(folder, "loads-slowly"), settings());
        assertThat(worker.loadMillis()).isGreaterThan(250);
        assertThat(worker.contextTokens()).isEqualTo(128);
        assertThat(GuardedBench.say(worker, "go").text()).isEqualTo("one two");
    }

    @Test
    void program_neverReady_isEndedInTime() throws Exception {
        Deadlines hasty = GuardedBench.PATIENT.withReady(Duration.ofSeconds(2));
        bench = new GuardedBench(workers, hasty);
        assertThat(fails("never-ready")).isInstanceOf(WorkerFailure.NotReadyInTime.class);
    }

    @Test
    void architecture_unknown_isNamed() throws Exception {
        assertThat(fails("unknown-architecture"))
                .isInstanceOfSatisfying(WorkerFailure.UnknownArchitecture.class, failure -> {
                    assertThat(failure.architecture()).isEqualTo("nonsense");
                    assertThat(failure.log()).contains("unknown model architecture");
                });
    }

    @Test
    void memory_lacking_isOutOfMemory() throws Exception {
        assertThat(fails("out-of-memory")).isInstanceOf(WorkerFailure.OutOfMemory.class);
    }

    @ParameterizedTest
    @CsvSource({
        "bad-option, UNSUPPORTED_SETTINGS, loaded: llama_init_from_model: no --nonsense",
        "silent, OTHER, exit code 7: it said nothing",
        "means-three, OTHER, exit code 3: three",
        "sick, OTHER, status 500",
        "no-props, OTHER, /props"
    })
    void program_failingToLoad_saysWhy(String way, LoadProblem problem, String reason) throws Exception {
        assertThat(fails(way)).isInstanceOfSatisfying(WorkerFailure.LoadFailed.class, failure -> {
            assertThat(failure.problem()).isEqualTo(problem);
            assertThat(failure.message()).contains(reason);
        });
    }

    @Test
    void program_aborting_crashedWithTheSignal() throws Exception {
        assertThat(fails("aborts")).isInstanceOfSatisfying(WorkerFailure.Crashed.class, crashed -> {
            assertThat(crashed.signal()).contains("SIGABRT");
            assertThat(crashed.log()).contains("GGML_ASSERT");
        });
    }

    @Test
    void program_listeningBeyondTheMachine_isRefused() throws Exception {
        assertThat(fails("everywhere"))
                .isInstanceOfSatisfying(
                        WorkerFailure.LoadFailed.class,
                        failure -> assertThat(failure.reason()).contains("beyond this machine"));
    }

    @Test
    void program_gone_isToldByItsPath() throws Exception {
        LlamaServerProgram program = Fakes.program(folder);
        Files.delete(program.file());
        assertThat(bench.failure(LlamaServerEngine.of(program), GuardedBench.model(folder, "x"), settings()))
                .isInstanceOfSatisfying(
                        WorkerFailure.LoadFailed.class,
                        failure -> assertThat(failure.message())
                                .contains(program.file().toString()));
    }

    @Test
    void model_missing_isABadFile() throws Exception {
        assertThat(bench.failure(Fakes.engine(folder), folder.resolve("none"), settings()))
                .isInstanceOfSatisfying(
                        WorkerFailure.LoadFailed.class,
                        failure -> assertThat(failure.problem()).isEqualTo(LoadProblem.BAD_FILE));
    }

    @Test
    void backend_withoutDevice_isRefusedBeforeTheProgramStarts() throws Exception {
        LoadSettings cuda = new LoadSettings(Purpose.GENERATE, 128, 64, 32, 2, "cuda", List.of(), 9, 0, "f16", false);
        assertThat(bench.failure(Fakes.engine(folder), GuardedBench.model(folder, "x"), cuda))
                .isInstanceOf(WorkerFailure.LoadFailed.class);
    }
}
