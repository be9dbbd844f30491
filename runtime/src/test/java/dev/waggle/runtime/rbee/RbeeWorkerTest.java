package dev.waggle.runtime.rbee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waggle.runtime.Cancel;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.guarded.FakeProgram;
import dev.waggle.runtime.guarded.GuardedBench;
import dev.waggle.runtime.guarded.GuardedBench.Said;
import dev.waggle.runtime.protocol.ChatMessage;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.LoadProblem;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Penalties;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.protocol.Sampling;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An rbee worker from its start to its end, and what it can't do. */
@Timeout(120)
@Tag("slow")
class RbeeWorkerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static @Nullable GuardedBench bench;
    private static @Nullable Worker shared;

    @BeforeAll
    static void start() throws Exception {
        bench = new GuardedBench(folder.resolve("workers"), GuardedBench.PATIENT);
        shared = open(RbeeKind.CPU, "model.gguf", "cpu", 0, List.of());
    }

    @AfterAll
    static void end() throws Exception {
        long program = worker().servingPid();
        assertThat(bench).isNotNull();
        bench.close();
        GuardedBench.awaitGone(program, Duration.ofSeconds(2));
    }

    private static LoadSettings settings(Purpose purpose, String backend, int gpuLayers, List<String> devices) {
        return new LoadSettings(purpose, 2048, 64, 32, 2, backend, devices, gpuLayers, 0, "f16", false);
    }

    private static Worker open(RbeeKind kind, String way, String backend, int gpuLayers, List<String> devices)
            throws Exception {
        assertThat(bench).isNotNull();
        return bench.worker(
                RbeeEngine.of(program(kind), kind),
                GuardedBench.model(folder, way),
                settings(Purpose.GENERATE, backend, gpuLayers, devices));
    }

    private static WorkerFailure fails(RbeeKind kind, String way, LoadSettings settings) throws Exception {
        assertThat(bench).isNotNull();
        return bench.failure(RbeeEngine.of(program(kind), kind), GuardedBench.model(folder, way), settings);
    }

    private static Path program(RbeeKind kind) throws Exception {
        return FakeProgram.java(folder, kind.program(), FakeRbeeWorker.class);
    }

    private static Worker worker() {
        assertThat(shared).isNotNull();
        return shared;
    }

    private static GenerationRequest sampled(String prompt, Sampling sampling) {
        return GenerationRequest.free(new Prompt.Text(prompt), 64, sampling, List.of());
    }

    @Test
    void answer_complete_isPassedOn() {
        Said said = GuardedBench.say(worker(), "go");
        assertThat(said.text()).isEqualTo("one two");
        assertThat(said.ended()).isInstanceOfSatisfying(Ended.Finished.class, finished -> {
            assertThat(finished.reason()).isEqualTo(FinishReason.STOP);
            assertThat(finished.usage().completionTokens()).isEqualTo(2);
        });
        assertThat(GuardedBench.say(worker(), GuardedBench.greedy("go", 2)).reason())
                .isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void command_onTheProcessor_isAsTheWorkerWantsIt() {
        List<String> arguments =
                GuardedBench.say(worker(), "arguments").text().lines().toList();
        assertThat(arguments)
                .containsSequence("--model-ref", "model.gguf")
                .containsSequence("--model", folder.resolve("model.gguf").toString())
                .contains("--worker-id", "--port", "--hive-url")
                .hasSize(10);
        assertThat(String.join("\n", arguments)).doesNotContainPattern("[0-9a-f]{64}");
    }

    @Test
    void hive_isAPortNobodyListensOn() {
        List<String> arguments =
                GuardedBench.say(worker(), "arguments").text().lines().toList();
        URI hive = URI.create(arguments.get(arguments.indexOf("--hive-url") + 1));
        assertThat(hive.getHost()).isEqualTo("127.0.0.1");
        Assertions.assertThatThrownBy(() -> new Socket(hive.getHost(), hive.getPort()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void command_onAGpu_namesTheDevice() throws Exception {
        Worker gpu = open(RbeeKind.CUDA, "gpu.gguf", "cuda", 33, List.of("CUDA1"));
        assertThat(GuardedBench.say(gpu, "arguments").text().lines())
                .containsSequence("--cuda-device", "1")
                .doesNotContain("--model-ref");
    }

    @Test
    void request_isHandedOn() throws Exception {
        Sampling sampling = new Sampling(0.5, 40, 0.9, 0, Penalties.none(), 42);
        JsonNode sent = JSON.readTree(
                GuardedBench.say(worker(), sampled("request", sampling)).text());
        assertThat(sent).isEqualTo(JSON.readTree("""
                        {"operation":"infer","hive_id":"localhost","model":"model.gguf","prompt":"request",
                         "max_tokens":64,"temperature":0.5,"top_p":0.9,"top_k":40,"stream":true}"""));
    }

    @Test
    void parameters_notHonoured_areRefusedWhereTheyMatter() {
        Sampling warm = new Sampling(1, 0, 1, 0, Penalties.none(), 7);
        Sampling warmMinP = new Sampling(1, 0, 1, 0.1, Penalties.none(), 42);
        Sampling penalized = new Sampling(0, 0, 1, 0, new Penalties(64, 1.3, 0, 0), 0);
        for (Sampling each : List.of(warm, warmMinP, penalized)) {
            assertThat(GuardedBench.say(worker(), sampled("go", each)).refused().code())
                    .isEqualTo("parameter-not-honoured");
        }
        Sampling greedyWithSeed = new Sampling(0, 0, 1, 0.1, Penalties.none(), 7);
        assertThat(GuardedBench.say(worker(), sampled("go", greedyWithSeed)).text())
                .isEqualTo("one two");
    }

    @Test
    void chat_isRefused() {
        Prompt chat = new Prompt.Chat(List.of(new ChatMessage("user", "go")));
        assertThat(GuardedBench.say(worker(), GenerationRequest.free(chat, 64, Sampling.greedy(), List.of()))
                        .refused()
                        .code())
                .isEqualTo("no-chat-template");
    }

    @Test
    void stop_isLookedForByUs() {
        Said said = GuardedBench.say(worker(), GuardedBench.greedy("forever", 64, "e mo"));
        assertThat(said.text()).isEqualTo("mor");
        assertThat(said.reason()).isEqualTo(FinishReason.STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused", "elsewhere", "error", "garbage", "broken off", "forever"})
    void answer_ofNonsense_isAnEngineErrorAndQuotesNothing(String prompt) {
        Ended.Refused refused = GuardedBench.say(worker(), prompt).refused();
        assertThat(refused.code()).isEqualTo("engine-error");
        assertThat(refused.message()).doesNotContain("of this prompt");
    }

    @Test
    void cancel_whileItSpeaks_ends() throws Exception {
        Cancel cancel = new Cancel();
        CompletableFuture<Void> spoke = new CompletableFuture<>();
        CompletableFuture<Ended> ended = CompletableFuture.supplyAsync(
                () -> worker().generate(GuardedBench.greedy("forever", 2000), text -> spoke.complete(null), cancel));
        spoke.get(20, TimeUnit.SECONDS);
        long start = System.nanoTime();
        cancel.cancel();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(Ended.Cancelled.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void settings_itCannotObey_areRefused() throws Exception {
        for (LoadSettings each : List.of(
                settings(Purpose.EMBED, "cuda", 33, List.of()),
                settings(Purpose.GENERATE, "cpu", 0, List.of()),
                settings(Purpose.GENERATE, "cuda", 0, List.of()),
                settings(Purpose.GENERATE, "cuda", 33, List.of("CUDA0", "CUDA1")))) {
            assertThat(fails(RbeeKind.CUDA, "model.gguf", each))
                    .isInstanceOfSatisfying(
                            WorkerFailure.LoadFailed.class,
                            failure -> assertThat(failure.problem()).isEqualTo(LoadProblem.UNSUPPORTED_SETTINGS));
        }
    }

    @Test
    void model_itDoesNotKnow_isToldByItsOwnLine() throws Exception {
        assertThat(fails(RbeeKind.CPU, "unsupported", settings(Purpose.GENERATE, "cpu", 0, List.of())))
                .isInstanceOfSatisfying(
                        WorkerFailure.LoadFailed.class,
                        failure -> assertThat(failure.reason()).contains("architecture: gemma"));
    }

    @Test
    void worker_listeningBeyondTheMachine_isUsedOnlyWhereItAsksForItsToken() throws Exception {
        assertThat(GuardedBench.say(open(RbeeKind.CPU, "everywhere", "cpu", 0, List.of()), "go")
                        .text())
                .isEqualTo("one two");
        assertThat(fails(RbeeKind.CPU, "everywhere-open", settings(Purpose.GENERATE, "cpu", 0, List.of())))
                .isInstanceOfSatisfying(
                        WorkerFailure.LoadFailed.class,
                        failure -> assertThat(failure.reason()).contains("beyond this machine"));
    }

    @ParameterizedTest
    @CsvSource({"CPU, llm-worker-rbee-cpu", "CUDA, llm-worker-rbee-cuda", "METAL, llm-worker-rbee-metal"})
    void program_isFoundByItsPath(RbeeKind kind, String name) throws Exception {
        Path file = program(kind);
        assertThat(file).endsWithRaw(Path.of(name));
        assertThat(RbeeProgram.at(file, kind)).isEqualTo(new RbeeProgram.Search.Found(new RbeeProgram(file, kind)));
        assertThat(RbeeProgram.at(folder.resolve("none"), kind)).isInstanceOf(RbeeProgram.Search.Missing.class);
        assertThat(RbeeProgram.find(kind)).isInstanceOf(RbeeProgram.Search.Missing.class);
    }
}
