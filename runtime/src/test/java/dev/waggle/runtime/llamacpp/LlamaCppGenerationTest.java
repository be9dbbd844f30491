package dev.waggle.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.llamajava.LlamaJavaEngine;
import dev.waggle.runtime.protocol.ChatMessage;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.Penalties;
import dev.waggle.runtime.protocol.Sampling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of llama.cpp's own libraries on the processor. */
@Timeout(120)
class LlamaCppGenerationTest {
    private static final int CONTEXT = 512;

    @TempDir
    static Path models;

    @TempDir
    static Path folder;

    private static Host host;
    private static Worker known;
    private static Worker random;

    @BeforeAll
    static void openWorkers() throws Exception {
        host = new Host(folder);
        known = host.worker(TestLibraries.cpuEngine(), Models.known(models), Host.onCpu(CONTEXT));
        random = host.worker(TestLibraries.cpuEngine(), Models.random(models), Host.onCpu(CONTEXT));
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        host.close();
    }

    @ParameterizedTest
    @CsvSource({"LLAMA, F32", "LLAMA, F16", "QWEN2, F32", "QWEN2, F16"})
    void knownPrompt_greedy_saysTheSentenceTokenByToken(SyntheticArchitecture architecture, GgmlType type)
            throws Exception {
        Path file = Models.known(Files.createTempDirectory(models, "known"), architecture, type);
        Worker worker = host.worker(TestLibraries.cpuEngine(), file, Host.onCpu(CONTEXT));
        Host.Said said = Host.greedy(worker, KnownAnswerModel.PROMPT, 64);
        assertThat(said.text().strip()).isEqualTo(KnownAnswerModel.SENTENCE);
        assertThat(said.finished().reason()).isEqualTo(FinishReason.STOP);
        assertThat(said.finished().usage().completionTokens())
                .isEqualTo(said.pieces().size() + 1);
        worker.close();
    }

    @Test
    void olderVersion_greedy_saysTheSameSentence() throws Exception {
        Worker worker = host.worker(TestLibraries.olderCpuEngine(), Models.known(models), Host.onCpu(CONTEXT));
        assertThat(Host.greedy(worker, KnownAnswerModel.PROMPT, 64).text().strip())
                .isEqualTo(KnownAnswerModel.SENTENCE);
        assertThat(worker.memory()).isEqualTo(known.memory());
    }

    @Test
    void randomModel_greedy_saysTheSameAsTheOtherEngine() throws Exception {
        Worker other = host.worker(LlamaJavaEngine.here(), Models.random(models), Host.onCpu(CONTEXT));
        String prompt = "w1 w2 w3 ".repeat(50);
        assertThat(Host.greedy(random, prompt, 64).text())
                .isEqualTo(Host.greedy(other, prompt, 64).text())
                .isNotEmpty();
    }

    @Test
    void stopText_acrossTokens_endsTheAnswerBeforeIt() {
        Host.Said said = Host.greedy(known, KnownAnswerModel.PROMPT, 200, "nothing", "l each ot");
        assertThat(said.text().strip()).isEqualTo("Bees waggle to tel");
        assertThat(said.finished().reason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void stopText_begunButNotFinished_isSaid() {
        assertThat(Host.greedy(known, KnownAnswerModel.PROMPT, 200, "are. And more")
                        .text()
                        .strip())
                .isEqualTo(KnownAnswerModel.SENTENCE);
    }

    @Test
    void answer_longerThanMaxTokens_isCutThere() {
        Host.Said said = Host.greedy(known, KnownAnswerModel.PROMPT, 3);
        assertThat(said.pieces()).hasSize(3);
        assertThat(said.finished().reason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void answer_thatFillsTheContext_endsThere() {
        Host.Said said = Host.greedy(random, "go", 10 * CONTEXT);
        assertThat(said.finished().reason()).isEqualTo(FinishReason.LENGTH);
        int prompt = said.finished().usage().promptTokens();
        assertThat(said.finished().usage().completionTokens()).isEqualTo(CONTEXT - prompt);
    }

    @Test
    void answer_withCharactersOfSeveralTokens_neverSplitsOne() throws Exception {
        String sentence = "Bees 🐝 äß 中文 end.";
        Path file = models.resolve("bees.gguf");
        new KnownAnswerModel(sentence, SyntheticArchitecture.LLAMA, GgmlType.F32).write(file);
        Worker bees = host.worker(TestLibraries.cpuEngine(), file, Host.onCpu(CONTEXT));
        Host.Said said = Host.greedy(bees, KnownAnswerModel.PROMPT, 100);
        assertThat(said.text().strip()).isEqualTo(sentence);
        assertThat(said.pieces()).noneMatch(piece -> piece.contains("\ufffd"));
    }

    @Test
    void chat_withTheModelsTemplate_isAnswered() {
        Host.Said said = Host.chat(
                known,
                new ChatMessage("system", "Seid höflich ✓."),
                new ChatMessage("user", "Why?"),
                new ChatMessage("assistant", "Because."),
                new ChatMessage("user", "Go on."));
        assertThat(said.text().strip()).isEqualTo(KnownAnswerModel.SENTENCE);
    }

    @Test
    void chat_thatCantBePlaced_isRefused() throws Exception {
        assertThat(Host.chat(known, new ChatMessage("tool", "x")).refused().code())
                .isEqualTo("unsupported-role");
        Path unknown = Models.replaced(Models.known(models), "<|im_start|>", "<|xx_start|>");
        Worker confused = host.worker(TestLibraries.cpuEngine(), unknown, Host.onCpu(CONTEXT));
        assertThat(Host.chat(confused, new ChatMessage("user", "Hi")).refused().code())
                .isEqualTo("chat-template-failed");
        assertThat(Host.chat(known, new ChatMessage("user", "a\0b")).refused().code())
                .isEqualTo("chat-template-failed");
        Path without = Models.replaced(Models.known(models), "chat_template", "chat_tomplate");
        Worker worker = host.worker(TestLibraries.cpuEngine(), without, Host.onCpu(CONTEXT));
        assertThat(Host.chat(worker, new ChatMessage("user", "Hi")).refused().code())
                .isEqualTo("no-chat-template");
        assertThat(Host.greedy(worker, "go", 2).pieces()).hasSize(2);
    }

    @Test
    void prompt_longerThanTheContext_isRefusedWithTheNumbers() {
        Ended.Refused refused = Host.greedy(known, "word ".repeat(CONTEXT), 1).refused();
        assertThat(refused.code()).isEqualTo("prompt-too-long");
        assertThat(refused.facts()).containsEntry("contextTokens", (long) CONTEXT);
        assertThat(refused.facts().get("promptTokens")).isGreaterThan(CONTEXT);
    }

    @Test
    void context_thatTheEngineRoundsUp_isTold() throws Exception {
        Worker worker = host.worker(TestLibraries.cpuEngine(), Models.known(models), Host.onCpu(300));
        assertThat(worker.contextTokens()).isEqualTo(CONTEXT);
    }

    @Test
    void sameSeed_sameRequest_saysTheSameEvenAfterOthers() {
        String first = sampled(0, 7, Penalties.none());
        Host.greedy(random, "something else", 20);
        assertThat(sampled(0, 7, Penalties.none())).isEqualTo(first).isNotEmpty();
        assertThat(sampled(0, 8, Penalties.none())).isNotEqualTo(first);
    }

    @Test
    void samplingThatLeavesOneToken_saysTheSameAsGreedy() {
        String greedy = Host.sampled(random, Sampling.greedy(), 24).text();
        assertThat(sampled(0, 7, Penalties.none())).isNotEqualTo(greedy);
        assertThat(List.of(
                        sampled(1, 7, Penalties.none()),
                        said(new Sampling(1.2, 0, 1e-6, 0, Penalties.none(), 7)),
                        said(new Sampling(1.2, 0, 1, 1, Penalties.none(), 7))))
                .allMatch(greedy::equals);
    }

    @Test
    void penalties_ofEachKind_changeWhatIsSaid() {
        Sampling plain = new Sampling(0, 0, 1, 0, Penalties.none(), 0);
        List<String> free = Host.sampled(random, plain, 200).pieces();
        Penalties strong = new Penalties(CONTEXT, 10, 2, 2);
        List<String> penalized =
                Host.sampled(random, new Sampling(0, 0, 1, 0, strong, 0), 200).pieces();
        assertThat(new HashSet<>(penalized).size()).isGreaterThan(new HashSet<>(free).size());
        assertThat(said(new Sampling(0, 0, 1, 0, new Penalties(0, 10, 2, 2), 0)))
                .isEqualTo(said(plain));
    }

    private static String sampled(int topK, int seed, Penalties penalties) {
        return said(new Sampling(1.2, topK, 1, 0, penalties, seed));
    }

    private static String said(Sampling sampling) {
        return Host.sampled(random, sampling, 24).text();
    }
}
