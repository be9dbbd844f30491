package dev.waggle.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import dev.waggle.runtime.Engine;
import dev.waggle.runtime.Measurement;
import dev.waggle.runtime.Opening;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.protocol.FromWorker;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.MemoryUse;
import dev.waggle.runtime.protocol.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can't be loaded, and what is said then; what is loaded, and what that takes. */
@Timeout(120)
class LlamaCppLoadingTest {
    @TempDir
    Path models;

    @TempDir
    Path libraries;

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

    @Test
    void libraries_ofAnotherVersion_areRefusedWithBoth() throws Exception {
        Engine wrong = LlamaCppEngine.of(TestLibraries.cpu(), "0.4.0");
        assertFailed(wrong, Host.onCpu(256), LoadProblem.OTHER, "llama.cpp 0.5.0", "not 0.4.0", "0.4.0 and 0.5.0");
        assertThatThrownBy(() -> LlamaCppEngine.of(TestLibraries.cpu(), "0.6.0"))
                .hasMessageContaining("0.6.0", "0.5.0");
    }

    @Test
    void libraries_thatAreMissingOrDamaged_areNamed() throws Exception {
        assertFailed(in(libraries.resolve("none")), Host.onCpu(256), LoadProblem.OTHER, "not there", "none");
        assertFailed(in(libraries), Host.onCpu(256), LoadProblem.OTHER, "no ggml-base library", "Install");
        Files.writeString(libraries.resolve("libggml-base.so"), "garbage");
        assertFailed(in(libraries), Host.onCpu(256), LoadProblem.OTHER, "libggml-base.so can't be opened");
    }

    @Test
    void backend_thatCantBeOpened_isNamedWithTheReason() throws Exception {
        try (Stream<Path> files = Files.list(TestLibraries.cpu())) {
            for (Path file : files.toList()) {
                Files.copy(file, libraries.resolve(file.getFileName()));
            }
        }
        Files.writeString(libraries.resolve("libggml-cuda.so"), "no library".repeat(99));
        LoadSettings cuda = new LoadSettings(Purpose.GENERATE, 256, 64, 64, 1, "cuda", List.of(), 1, 0, "f16", false);
        assertFailed(
                in(libraries),
                cuda,
                LoadProblem.UNSUPPORTED_SETTINGS,
                "libggml-cuda.so can't be opened",
                "invalid ELF");
    }

    private static Engine in(Path libraries) {
        return LlamaCppEngine.of(libraries, TestLibraries.VERSION);
    }

    @Test
    void architecture_theEngineDoesNotKnow_isNamed() throws Exception {
        Path model = Models.replaced(Models.known(models), "llama", "lhama");
        assertThat(host.failure(TestLibraries.cpuEngine(), model, Host.onCpu(256)))
                .isInstanceOfSatisfying(
                        WorkerFailure.UnknownArchitecture.class,
                        unknown -> assertThat(unknown.architecture()).isEqualTo("lhama"));
    }

    @Test
    void file_thatIsNoWholeModel_isABadFileInTheEnginesWords() throws Exception {
        assertBadFile(Models.cut(Models.known(models)), "corrupted or incomplete");
        assertBadFile(Files.writeString(models.resolve("page.gguf"), "<!doctype html>".repeat(99)), "magic");
        assertBadFile(models.resolve("none.gguf"), "missing");
    }

    private void assertBadFile(Path file, String words) throws IOException {
        assertThat(host.failure(TestLibraries.cpuEngine(), file, Host.onCpu(256)))
                .isInstanceOfSatisfying(WorkerFailure.LoadFailed.class, failed -> {
                    assertThat(failed.problem()).isEqualTo(LoadProblem.BAD_FILE);
                    assertThat(failed.reason()).contains(words);
                });
    }

    @Test
    void settings_theEngineCantDo_areRefused() throws Exception {
        assertFailed(cache("f8", true), LoadProblem.UNSUPPORTED_SETTINGS, "no cache type f8", "q8_0");
        assertFailed(cache("q8_0", false), LoadProblem.UNSUPPORTED_SETTINGS, "flash_attn");
        assertFailed(cache("q8_0", true), LoadProblem.UNSUPPORTED_SETTINGS, "does not divide");
    }

    private static LoadSettings cache(String type, boolean flashAttention) {
        return new LoadSettings(Purpose.GENERATE, 256, 64, 64, 1, "cpu", List.of(), 0, 0, type, flashAttention);
    }

    @Test
    void file_thatMakesTheLibraryAbort_isACrashOfTheWorkerOnly() throws Exception {
        Path model = Models.renumbered(
                Models.known(models, SyntheticArchitecture.QWEN2, GgmlType.F32), "qwen2.rope.dimension_count", 8);
        assertThat(host.failure(TestLibraries.cpuEngine(), model, Host.onCpu(256)))
                .isInstanceOfSatisfying(WorkerFailure.Crashed.class, crashed -> {
                    assertThat(crashed.signal()).contains("SIGABRT");
                    assertThat(crashed.log()).contains("GGML_ASSERT");
                });
    }

    @Test
    void load_ofALargeFile_tellsItsProgress() throws Exception {
        List<Double> told = new ArrayList<>();
        Opening opening = host.open(
                TestLibraries.cpuEngine(),
                Models.large(models, 100_000_000),
                Host.onCpu(256),
                fraction -> fraction.ifPresent(told::add));
        assertThat(opening).isInstanceOf(Opening.Ready.class);
        assertThat(told).hasSizeBetween(5, 103).isSorted().endsWith(1.0);
        assertThat(OptionalDouble.of(told.get(0)).getAsDouble()).isBetween(0.0, 0.5);
    }

    @Test
    void measurement_onTheProcessor_isWhatTheLoadTakes() throws Exception {
        Path model = Models.random(models);
        for (String type : List.of("f16", "f32")) {
            LoadSettings settings = cache(type, false);
            Measurement measurement =
                    host.workers().measure(new Plan(TestLibraries.cpuEngine(), model, settings, List.of()));
            assertThat(measurement).isInstanceOf(Measurement.Known.class);
            FromWorker.Measured measured = ((Measurement.Known) measurement).measured();
            Worker worker = host.worker(TestLibraries.cpuEngine(), model, settings);
            assertThat(measured.memory()).isEqualTo(worker.memory()).hasSize(1);
            MemoryUse use = measured.memory().get(0);
            long cells = 256L * 4 * 2 * 32;
            assertThat(use.contextBytes()).isEqualTo(cells * (type.equals("f16") ? 2 : 4));
            assertThat(use.weightsBytes()).isBetween(Files.size(model) - 600_000, Files.size(model));
            assertThat(use.roundingBytes()).isZero();
            assertThat(measured.layers()).isEqualTo(5);
        }
    }

    private void assertFailed(LoadSettings settings, LoadProblem problem, String... words) throws IOException {
        assertFailed(TestLibraries.cpuEngine(), settings, problem, words);
    }

    private void assertFailed(Engine engine, LoadSettings settings, LoadProblem problem, String... words)
            throws IOException {
        assertThat(host.failure(engine, Models.known(models), settings))
                .isInstanceOfSatisfying(WorkerFailure.LoadFailed.class, failed -> {
                    assertThat(failed.problem()).isEqualTo(problem);
                    assertThat(failed.reason()).contains(words);
                });
    }
}
