package dev.waggle.server.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import dev.waggle.rules.judge.Wish;
import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.llamajava.LlamaJavaEngine;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Purpose;
import dev.waggle.runtime.runs.RunId;
import dev.waggle.runtime.runs.RunLimits;
import dev.waggle.runtime.runs.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a decision stands, with runs that are real. */
class DecisionsTest {
    private static final Wish CHAT = new Wish("chat", null, null, null, null, Set.of());

    @TempDir
    Path folder = Path.of("");

    private final AtomicInteger judged = new AtomicInteger();
    private Runs runs;
    private Decisions decisions;

    @BeforeEach
    void open() throws IOException {
        Path engines = Files.createDirectories(folder.resolve("engines"));
        runs = new Runs(new Workers(folder.resolve("workers"), Deadlines.standard()), RunLimits.standard());
        decisions = new Decisions(runs, List.of(engines, folder.resolve("not there")));
        new KnownAnswerModel(KnownAnswerModel.SENTENCE, SyntheticArchitecture.LLAMA, GgmlType.F32).write(model());
    }

    @AfterEach
    void close() {
        runs.close();
    }

    private Path model() {
        return folder.resolve("demo.gguf").toAbsolutePath();
    }

    private Plan plan(int contextTokens) {
        LoadSettings settings =
                new LoadSettings(Purpose.GENERATE, contextTokens, 64, 64, 1, "cpu", List.of(), 0, 0, "f16", false);
        return new Plan(LlamaJavaEngine.here(), model(), settings, List.of());
    }

    private Plan decide(Wish wish) {
        return decisions.get("demo", wish, () -> {
            judged.incrementAndGet();
            return plan(256);
        });
    }

    @Test
    void decision_whileItsRunLives_isMadeOnce() {
        runs.start(plan(256), "demo");
        for (int i = 0; i < 3; i++) assertThat(decide(CHAT)).isEqualTo(plan(256));
        assertThat(judged).hasValue(1);
        decide(new Wish("chat", null, null, null, null, Set.of("seed")));
        assertThat(judged).as("another question").hasValue(2);
    }

    @Test
    void decision_withoutALivingRun_isMadeAnew() {
        RunId id = runs.start(plan(256), "demo");
        decide(CHAT);
        assertThat(runs.stop(id)).isTrue();
        decide(CHAT);
        decide(CHAT);
        assertThat(judged).hasValue(3);
    }

    @Test
    void decision_whenItsModelFileChanges_isMadeAnew() throws IOException {
        runs.start(plan(256), "demo");
        decide(CHAT);
        Files.setLastModifiedTime(model(), FileTime.fromMillis(1_000));
        decide(CHAT);
        decide(CHAT);
        assertThat(judged).hasValue(2);
    }

    @Test
    void decision_whenAnEngineIsInstalled_isMadeAnew() throws IOException {
        runs.start(plan(256), "demo");
        Path engines = folder.resolve("engines");
        Files.setLastModifiedTime(engines, FileTime.fromMillis(1_000));
        decide(CHAT);
        Files.createDirectory(engines.resolve("new"));
        decide(CHAT);
        assertThat(judged).hasValue(2);
    }

    @Test
    void decision_whenSomebodyStartsARun_isMadeAnew() {
        runs.start(plan(256), "demo");
        decide(CHAT);
        runs.start(plan(512), "demo, longer");
        decide(CHAT);
        assertThat(judged).hasValue(2);
    }
}
