package dev.waggle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.llamajava.LlamaJavaEngine;
import dev.waggle.runtime.protocol.ChatMessage;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the real engine can't load, and what is said then. */
@Timeout(60)
class LoadingTest {
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

    private WorkerFailure failure(Path model, LoadSettings settings) throws IOException {
        return Bench.failure(bench.open(LlamaJavaEngine.here(), model, settings));
    }

    @Test
    void architecture_theEngineDoesNotKnow_isNamed() throws Exception {
        Path model = TestModels.renamed(TestModels.knownAnswer(models), "llama", "lhama");
        assertThat(failure(model, Requests.settings(128)))
                .isInstanceOfSatisfying(
                        WorkerFailure.UnknownArchitecture.class,
                        unknown -> assertThat(unknown.architecture()).isEqualTo("lhama"));
    }

    @Test
    void file_cutInTheMiddle_isABadFileInTheEnginesWords() throws Exception {
        byte[] bytes = Files.readAllBytes(TestModels.knownAnswer(models));
        Path cut = Files.write(models.resolve("cut.gguf"), Arrays.copyOf(bytes, bytes.length / 2));
        assertBadFile(cut, "corrupted or incomplete");
    }

    @Test
    void file_thatIsNoModel_isABadFile() throws Exception {
        assertBadFile(Files.writeString(models.resolve("page.gguf"), "<!doctype html>".repeat(99)), "");
    }

    @Test
    void file_thatIsMissing_isABadFile() throws Exception {
        assertBadFile(models.resolve("none.gguf"), "missing");
    }

    @Test
    void context_largerThanMemory_isOutOfMemory() throws Exception {
        assertThat(failure(TestModels.knownAnswer(models), Requests.settings(2_000_000_000)))
                .isInstanceOf(WorkerFailure.OutOfMemory.class);
    }

    @Test
    void gpuLayers_onAnEngineWithoutGpu_areRefused() throws Exception {
        assertLoadFailed(settings("cuda", 1, "f16"), "no GPU");
    }

    @Test
    void cacheType_theEngineDoesNotKnow_isRefused() throws Exception {
        assertLoadFailed(settings("cpu", 0, "f8"), "f8");
    }

    @Test
    void chat_withAModelWithoutTemplate_isRefusedAndTextIsNot() throws Exception {
        Path model = TestModels.renamed(TestModels.knownAnswer(models), "chat_template", "chat_tomplate");
        Worker worker = bench.worker(model, 128);
        assertThat(Bench.say(worker, Requests.chat(new ChatMessage("user", "Hi")))
                        .ended())
                .isInstanceOfSatisfying(
                        Ended.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("no-chat-template"));
        assertThat(Bench.say(worker, Requests.greedy("go", 2)).pieces()).hasSize(2);
    }

    private void assertBadFile(Path file, String words) throws IOException {
        assertThat(failure(file, Requests.settings(128)))
                .isInstanceOfSatisfying(WorkerFailure.LoadFailed.class, failed -> {
                    assertThat(failed.problem()).isEqualTo(LoadProblem.BAD_FILE);
                    assertThat(failed.message()).contains(words);
                });
    }

    private void assertLoadFailed(LoadSettings settings, String words) throws IOException {
        assertThat(failure(TestModels.knownAnswer(models), settings))
                .isInstanceOfSatisfying(WorkerFailure.LoadFailed.class, failed -> {
                    assertThat(failed.problem()).isEqualTo(LoadProblem.UNSUPPORTED_SETTINGS);
                    assertThat(failed.message()).contains(words);
                });
    }

    private static LoadSettings settings(String backend, int gpuLayers, String kvType) {
        return new LoadSettings(Purpose.GENERATE, 128, 64, 64, 1, backend, List.of(), gpuLayers, 0, kvType, false);
    }
}
