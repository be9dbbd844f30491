package dev.waggle.runtime.llamaserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.guarded.GuardedBench;
import dev.waggle.runtime.guarded.GuardedBench.Said;
import dev.waggle.runtime.protocol.ChatMessage;
import dev.waggle.runtime.protocol.Constraint;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.Penalties;
import dev.waggle.runtime.protocol.Prompt;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.protocol.Sampling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one {@code llama-server} answers, and what becomes of it; each answer leaves the worker ready for the next. */
@Timeout(120)
@Tag("slow")
class LlamaServerAnswerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static @Nullable GuardedBench bench;
    private static @Nullable Worker shared;

    @BeforeAll
    static void start() throws Exception {
        bench = new GuardedBench(folder.resolve("workers"), GuardedBench.PATIENT);
        shared = open("behaves");
    }

    @AfterAll
    static void end() throws Exception {
        assertThat(bench).isNotNull();
        bench.close();
        try (var left = Files.list(folder.resolve("workers"))) {
            assertThat(left).isEmpty();
        }
    }

    private static Worker open(String way) throws Exception {
        assertThat(bench).isNotNull();
        return bench.worker(
                Fakes.engine(folder), GuardedBench.model(folder, way), GuardedBench.settings(Purpose.GENERATE, 128));
    }

    private static Worker worker() {
        assertThat(shared).isNotNull();
        return shared;
    }

    private static GenerationRequest chat(String... contents) {
        List<ChatMessage> messages = List.of(contents).stream()
                .map(content -> new ChatMessage("user", content))
                .toList();
        return GenerationRequest.free(new Prompt.Chat(messages), 64, Sampling.greedy(), List.of());
    }

    private static GenerationRequest constrained(String prompt, Constraint constraint) {
        return new GenerationRequest(new Prompt.Text(prompt), 64, Sampling.greedy(), List.of(), constraint);
    }

    @Test
    void answer_complete_isPassedOnWithItsCounts() {
        Said said = GuardedBench.say(worker(), "go");
        assertThat(said.text()).isEqualTo("one two");
        assertThat(said.ended()).isInstanceOfSatisfying(Ended.Finished.class, finished -> {
            assertThat(finished.reason()).isEqualTo(FinishReason.STOP);
            assertThat(finished.usage().promptTokens()).isEqualTo(3);
            assertThat(finished.usage().completionTokens()).isEqualTo(3);
        });
        assertThat(GuardedBench.say(worker(), "limit").reason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void key_isInNoArgumentAndNoVariable() {
        String arguments = GuardedBench.say(worker(), "arguments").text();
        assertThat(arguments).contains("--api-key-file\n").doesNotContain("--api-key\n");
        assertThat(arguments).doesNotContainPattern("[0-9a-f]{32}");
        assertThat(GuardedBench.say(worker(), "environment").text().lines())
                .isSubsetOf("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "TMP", "TEMP", "PWD", "_");
    }

    @Test
    void request_isHandedOnWhole() throws Exception {
        Sampling sampling = new Sampling(0.5, 40, 0.9, 0.1, new Penalties(32, 1.5, 0.25, -0.5), 7);
        GenerationRequest request = new GenerationRequest(
                new Prompt.Text("request"), 64, sampling, List.of("END"), new Constraint.Grammar("root ::= \"a\""));
        JsonNode sent = JSON.readTree(GuardedBench.say(worker(), request).text());
        JsonNode wanted = JSON.readTree("""
                {"prompt":"request","stream":true,"return_progress":true,"cache_prompt":false,"n_predict":64,
                 "response_fields":["stop","stop_type","content","tokens_predicted","tokens_evaluated"],
                 "stop":["END"],"samplers":["penalties","top_k","top_p","min_p","temperature"],"mirostat":0,
                 "dynatemp_range":0.0,"temperature":0.5,"top_k":40,"top_p":0.9,"min_p":0.1,"seed":7,"repeat_last_n":32,
                 "repeat_penalty":1.5,"presence_penalty":0.25,"frequency_penalty":-0.5,"grammar":"root ::= \\"a\\""}""");
        assertThat(sent).isEqualTo(wanted);
    }

    @Test
    void schema_isHandedOnAsAGrammar() throws Exception {
        JsonNode sent = JSON.readTree(
                GuardedBench.say(worker(), constrained("request", new Constraint.JsonSchema("{\"type\":\"boolean\"}")))
                        .text());
        assertThat(sent.path("grammar").asText()).contains("root", "true", "false");
    }

    @Test
    void chat_goesThroughTheTemplate() {
        assertThat(GuardedBench.say(worker(), chat("go")).text()).isEqualTo("one two");
        assertThat(GuardedBench.say(worker(), chat("broken template")).refused().code())
                .isEqualTo("chat-template-failed");
        assertThat(GuardedBench.say(
                                worker(),
                                GenerationRequest.free(
                                        new Prompt.Chat(List.of(new ChatMessage("tool", "x"))),
                                        64,
                                        Sampling.greedy(),
                                        List.of()))
                        .refused()
                        .code())
                .isEqualTo("unsupported-role");
    }

    /** A program may close a connection that is kept for the next request just as that is sent. */
    @Test
    void answers_manyInARow_areAllComplete() {
        for (int i = 0; i < 150; i++) {
            assertThat(GuardedBench.say(worker(), chat("go")).text()).isEqualTo("one two");
        }
    }

    @Test
    void prompt_tooLong_isRefusedWithBothNumbers() {
        Ended.Refused refused = GuardedBench.say(worker(), "too long").refused();
        assertThat(refused.code()).isEqualTo("prompt-too-long");
        assertThat(refused.facts()).isEqualTo(Map.of("promptTokens", 200L, "contextTokens", 128L));
    }

    @Test
    void prompt_withoutTokens_isRefused() {
        assertThat(GuardedBench.say(worker(), "empty").refused().code()).isEqualTo("empty-prompt");
    }

    @Test
    void constraint_thatCannotBeRead_isRefused() {
        assertThat(GuardedBench.say(worker(), constrained("bad request", new Constraint.Grammar("x")))
                        .refused()
                        .code())
                .isEqualTo("bad-grammar");
        assertThat(GuardedBench.say(worker(), constrained("go", new Constraint.JsonSchema("{")))
                        .refused()
                        .code())
                .isEqualTo("unsupported-schema");
        assertThat(GuardedBench.say(worker(), "bad request").refused().code()).isEqualTo("engine-error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"error", "garbage", "array", "twice", "huge", "too many", "unknown end", "broken off", "not json"
            })
    void answer_ofNonsense_isAnEngineErrorAndQuotesNothing(String prompt) {
        Ended.Refused refused = GuardedBench.say(worker(), prompt).refused();
        assertThat(refused.code()).isEqualTo("engine-error");
        assertThat(refused.message()).doesNotContain("xx").hasSizeLessThan(120);
        assertThat(GuardedBench.say(worker(), "go").text()).isEqualTo("one two");
    }

    /** Cancels an answer on the way and returns how it ended. */
    private static Ended cancelled(String prompt, boolean speaks) throws Exception {
        CompletableFuture<Void> spoke = new CompletableFuture<>();
        CompletableFuture<Ended> ended = CompletableFuture.supplyAsync(
                () -> worker().generate(GuardedBench.greedy(prompt, 64), text -> spoke.complete(null)));
        if (speaks) {
            spoke.get(20, TimeUnit.SECONDS);
        } else {
            TimeUnit.MILLISECONDS.sleep(500);
        }
        long start = System.nanoTime();
        assertThat(worker().cancel()).isTrue();
        Ended end = ended.get(10, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
        return end;
    }

    @Test
    void cancel_whileItSpeaks_closesTheStream() throws Exception {
        assertThat(cancelled("forever", true)).isInstanceOf(Ended.Cancelled.class);
        long closed = -1;
        for (int i = 0; i < 50 && closed < 0; i++) {
            TimeUnit.MILLISECONDS.sleep(20);
            closed = Long.parseLong(GuardedBench.say(worker(), "closed").text());
        }
        assertThat(closed).isNotNegative();
    }

    @Test
    void cancel_beforeAnyAnswer_leaves() throws Exception {
        assertThat(cancelled("no headers", false)).isInstanceOf(Ended.Cancelled.class);
        assertThat(cancelled("hang", true)).isInstanceOf(Ended.Cancelled.class);
    }

    @Test
    void model_withoutTemplate_isNotGuessedFor() throws Exception {
        Path model = GuardedBench.model(folder, "no-template");
        Files.writeString(
                model,
                "{%- for message in messages -%}\n  {{- '<|im_start|>' + message.role + '\n' + message.content +"
                        + " '<|im_end|>\n' -}}\n{%- endfor -%}\n{%- if add_generation_prompt -%}\n"
                        + "  {{- '<|im_start|>assistant\n' -}}\n{%- endif -%}");
        Worker worker = open("no-template");
        assertThat(GuardedBench.say(worker, chat("go")).refused().code()).isEqualTo("no-chat-template");
        assertThat(GuardedBench.say(worker, "go").text()).isEqualTo("one two");
    }

    @Test
    void program_killedMidAnswer_crashedWithTheSignalWithinASecond() throws Exception {
        Worker worker = open("killed");
        CompletableFuture<String> pid = new CompletableFuture<>();
        CompletableFuture<Ended> ended =
                CompletableFuture.supplyAsync(() -> worker.generate(GuardedBench.greedy("pid", 64), pid::complete));
        long program = Long.parseLong(pid.get(20, TimeUnit.SECONDS).strip());
        assertThat(program).isNotEqualTo(worker.pid());
        long start = System.nanoTime();
        ProcessHandle.of(program).orElseThrow().destroyForcibly();
        assertThat(ended.get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Ended.Failed.class,
                        failed -> assertThat(failed.failure())
                                .isInstanceOfSatisfying(
                                        WorkerFailure.Crashed.class,
                                        crashed -> assertThat(crashed.signal()).contains("SIGKILL")));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void program_abortingMidAnswer_crashedWithItsLog() throws Exception {
        assertThat(GuardedBench.say(open("aborting"), "abort").failure())
                .isInstanceOfSatisfying(WorkerFailure.Crashed.class, crashed -> {
                    assertThat(crashed.signal()).contains("SIGABRT");
                    assertThat(crashed.log()).contains("GGML_ASSERT(false) failed");
                });
    }
}
