package dev.waggle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.runtime.protocol.ChatMessage;
import dev.waggle.runtime.protocol.FinishReason;
import dev.waggle.runtime.protocol.GenerationRequest;
import dev.waggle.runtime.protocol.Penalties;
import dev.waggle.runtime.protocol.Sampling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real answers of the real engine. */
@Timeout(60)
class GenerationTest {
    private static final int CONTEXT = 512;
    private static final Sampling WARM = new Sampling(1.2, 0, 1, 0, Penalties.none(), 7);

    @TempDir
    static Path models;

    @TempDir
    static Path folder;

    private static Bench bench;
    private static Worker known;
    private static Worker random;

    @BeforeAll
    static void openWorkers() throws Exception {
        bench = new Bench(folder);
        known = bench.worker(TestModels.knownAnswer(models), CONTEXT);
        random = bench.worker(TestModels.random(models), CONTEXT);
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        bench.close();
    }

    private static Bench.Said go(int maxTokens, String... stop) {
        return Bench.say(known, Requests.greedy(KnownAnswerModel.PROMPT, maxTokens, stop));
    }

    @Test
    void knownPrompt_greedy_saysTheSentenceTokenByToken() {
        Bench.Said said = go(200);
        assertThat(said.text().strip()).isEqualTo(KnownAnswerModel.SENTENCE);
        assertThat(said.pieces()).hasSizeGreaterThanOrEqualTo(11).doesNotContain("");
        assertThat(said.finished().reason()).isEqualTo(FinishReason.STOP);
        assertThat(said.finished().usage().completionTokens())
                .isEqualTo(said.pieces().size() + 1);
        assertThat(said.finished().usage().promptTokens()).isPositive();
    }

    @Test
    void answer_longerThanMaxTokens_isCutThere() {
        Bench.Said said = go(3);
        assertThat(said.pieces()).hasSize(3);
        assertThat(KnownAnswerModel.SENTENCE).startsWith(said.text().strip());
        assertThat(said.finished().reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(said.finished().usage().completionTokens()).isEqualTo(3);
    }

    @Test
    void stopText_acrossTokens_endsTheAnswerBeforeIt() {
        Bench.Said said = go(200, "nothing", "l each ot");
        assertThat(said.text().strip()).isEqualTo("Bees waggle to tel");
        assertThat(said.finished().reason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void stopText_begunButNotFinished_isSaid() {
        assertThat(go(200, "are. And more").text().strip()).isEqualTo(KnownAnswerModel.SENTENCE);
    }

    @Test
    void chat_withTheModelsTemplate_isAnswered() {
        Bench.Said said = Bench.say(
                known,
                Requests.chat(
                        new ChatMessage("system", "Be brief."),
                        new ChatMessage("user", "Why?"),
                        new ChatMessage("assistant", "Because."),
                        new ChatMessage("user", "Go on.")));
        assertThat(said.text().strip()).isEqualTo(KnownAnswerModel.SENTENCE);
    }

    @Test
    void chat_withAnUnknownRole_isRefused() {
        assertRefused(Requests.chat(new ChatMessage("tool", "x")), "unsupported-role");
    }

    @Test
    void prompt_longerThanTheContext_isRefusedWithTheNumbers() {
        Ended.Refused refused = assertRefused(Requests.greedy("word ".repeat(CONTEXT), 1), "prompt-too-long");
        assertThat(refused.facts()).containsEntry("contextTokens", (long) CONTEXT);
        assertThat(refused.facts().get("promptTokens")).isGreaterThan(CONTEXT);
    }

    @Test
    void prompt_ofSeveralBatches_givesTheSameAsTheLibraryWouldInOne() {
        String prompt = "flowers ".repeat(40) + KnownAnswerModel.PROMPT;
        assertThat(Bench.say(known, Requests.greedy(prompt, 200)).text().strip())
                .isEqualTo(KnownAnswerModel.SENTENCE);
    }

    @Test
    void sameSeed_sameRequest_saysTheSameEvenAfterOthers() {
        String first = sampled(WARM);
        Bench.say(random, Requests.greedy("something else", 20));
        assertThat(sampled(WARM)).isEqualTo(first).isNotEmpty();
    }

    @Test
    void otherSeed_sameRequest_saysSomethingElse() {
        assertThat(sampled(new Sampling(1.2, 0, 1, 0, Penalties.none(), 8))).isNotEqualTo(sampled(WARM));
    }

    @Test
    void samplingThatLeavesOneToken_saysTheSameAsGreedy() {
        String greedy = sampled(Sampling.greedy());
        assertThat(sampled(WARM)).isNotEqualTo(greedy);
        assertThat(List.of(
                        sampled(new Sampling(1.2, 1, 1, 0, Penalties.none(), 7)),
                        sampled(new Sampling(1.2, 0, 1e-6, 0, Penalties.none(), 7)),
                        sampled(new Sampling(1.2, 0, 1, 1, Penalties.none(), 7))))
                .allMatch(greedy::equals);
    }

    @Test
    void answer_withCharactersOfSeveralTokens_neverSplitsOne() throws Exception {
        String sentence = "Bees 🐝 äß 中文 end.";
        Path file = TestModels.knownAnswer(Files.createDirectory(models.resolve("bees")), sentence);
        Worker bees = bench.worker(file, CONTEXT);
        Bench.Said said = Bench.say(bees, Requests.greedy(KnownAnswerModel.PROMPT, 100));
        assertThat(said.text().strip()).isEqualTo(sentence);
        assertThat(said.pieces()).noneMatch(piece -> piece.contains("\ufffd"));
    }

    @Test
    void answer_thatFillsTheContext_endsThere() {
        Bench.Said said = Bench.say(random, Requests.greedy("go", 10 * CONTEXT));
        assertThat(said.finished().reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(said.finished().usage().completionTokens()).isBetween(CONTEXT - 10, CONTEXT);
    }

    @Test
    void worker_ready_tellsWhatItTook() {
        assertThat(known.contextTokens()).isEqualTo(CONTEXT);
        assertThat(known.peakResidentBytes().orElseThrow()).isBetween(1L << 20, 1L << 30);
    }

    private static String sampled(Sampling sampling) {
        return Bench.say(random, Requests.sampled("go", 24, sampling)).text();
    }

    private static Ended.Refused assertRefused(GenerationRequest request, String code) {
        Ended ended = Bench.say(known, request).ended();
        assertThat(ended).isInstanceOf(Ended.Refused.class);
        assertThat(((Ended.Refused) ended).code()).isEqualTo(code);
        return (Ended.Refused) ended;
    }
}
