package dev.waggle.runtime.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.runtime.Cancel;
import dev.waggle.runtime.Deadlines;
import dev.waggle.runtime.DeviceList;
import dev.waggle.runtime.Engine;
import dev.waggle.runtime.Measurement;
import dev.waggle.runtime.Opening;
import dev.waggle.runtime.Plan;
import dev.waggle.runtime.Requests;
import dev.waggle.runtime.TestModels;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.WorkerFailure;
import dev.waggle.runtime.WorkerLogs;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.llamacpp.TestLibraries;
import dev.waggle.runtime.llamajava.LlamaJavaEngine;
import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.MemoryUse;
import dev.waggle.runtime.protocol.Purpose;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the real engines. */
@Timeout(120)
@Tag("slow")
class RealEnginesTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path models;

    @TempDir
    Path folder;

    private RunsBench bench() throws Exception {
        return new RunsBench(folder, RunLimits.standard());
    }

    private static String say(RunsBench bench, Plan plan) {
        StringBuilder text = new StringBuilder();
        RunsBench.assertFinished(
                bench.runs.generate(plan, Requests.greedy(KnownAnswerModel.PROMPT, 64), text::append, new Cancel()));
        return text.toString().strip();
    }

    private static Plan plan(Engine engine, Path model, MemoryUse... estimate) {
        return new Plan(engine, model, Requests.settings(256), List.of(estimate));
    }

    @Test
    void engines_oneBesideTheOther_sayTheSameSentence() throws Exception {
        Path model = TestModels.knownAnswer(models);
        try (RunsBench bench = bench()) {
            assertThat(say(bench, plan(LlamaJavaEngine.here(), model))).isEqualTo(KnownAnswerModel.SENTENCE);
            assertThat(say(bench, plan(TestLibraries.cpuEngine(), model))).isEqualTo(KnownAnswerModel.SENTENCE);
            assertThat(bench.runs.runs()).hasSize(2);
        }
    }

    @Test
    void llamaCpp_measuring_hasASecondOpinionThatEqualsWhatItTook() throws Exception {
        Path model = TestModels.random(models);
        Workers workers = new Workers(folder, Deadlines.standard());
        Measurement measurement = workers.measure(plan(TestLibraries.cpuEngine(), model));
        assertThat(measurement).isInstanceOf(Measurement.Known.class);
        List<MemoryUse> measured = ((Measurement.Known) measurement).measured().memory();
        Plan agreeing = new Plan(TestLibraries.cpuEngine(), model, Requests.settings(256), measured);
        Plan wrong = plan(TestLibraries.cpuEngine(), model, new MemoryUse("host", 500 * MIB, 0, 0, 0));
        try (RunsBench bench = bench()) {
            RunWorker same = bench.ready(agreeing).worker().orElseThrow();
            assertThat(same.opinion()).hasValueSatisfying(opinion -> {
                assertThat(opinion.disagrees()).isFalse();
                assertThat(opinion.worstRatio()).hasValue(1);
            });
            assertThat(same.memory()).isEqualTo(measured);
            assertThat(bench.ready(wrong).worker().orElseThrow().opinion())
                    .hasValueSatisfying(
                            opinion -> assertThat(opinion.disagrees()).isTrue());
        }
    }

    @Test
    void vulkan_withoutTheMemory_isRefusedBeforeLoading() throws Exception {
        Path model = TestModels.random(models);
        Engine engine = TestLibraries.vulkanEngine();
        Workers workers = new Workers(folder, Deadlines.standard(), () -> OptionalLong.of(1), WorkerLogs.none());
        assertThat(workers.devices(engine))
                .isInstanceOfSatisfying(
                        DeviceList.Listed.class,
                        listed -> assertThat(listed.devices())
                                .extracting(EngineDevice::backend)
                                .contains("vulkan"));
        LoadSettings settings =
                new LoadSettings(Purpose.GENERATE, 256, 64, 64, 2, "vulkan", List.of(), 3, 0, "f16", false);
        Opening opening = workers.open(new Plan(engine, model, settings, List.of()), fraction -> {});
        assertThat(opening)
                .isInstanceOfSatisfying(
                        Opening.Failed.class,
                        failed -> assertThat(failed.failure())
                                .isInstanceOfSatisfying(
                                        WorkerFailure.NoLongerFits.class,
                                        tooLarge ->
                                                assertThat(tooLarge.memory()).isEqualTo("host")));
    }

    @Test
    void measuring_aSmallModel_costsLittle() throws Exception {
        Path model = TestModels.random(models);
        Engine engine = TestLibraries.cpuEngine();
        Engine unmeasured = new Engine(engine.name(), engine.command(), engine.environment(), false);
        Workers workers = new Workers(folder, Deadlines.standard());
        long with = Long.MAX_VALUE;
        long without = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            without = Math.min(without, openNanos(workers, plan(unmeasured, model)));
            with = Math.min(with, openNanos(workers, plan(engine, model)));
        }
        System.out.println("open without measuring " + Duration.ofNanos(without).toMillis() + " ms, with "
                + Duration.ofNanos(with).toMillis() + " ms");
        assertThat(with).isLessThan(2 * without + Duration.ofSeconds(1).toNanos());
    }

    private static long openNanos(Workers workers, Plan plan) {
        long start = System.nanoTime();
        Opening opening = workers.open(plan, fraction -> {});
        long took = System.nanoTime() - start;
        assertThat(opening).isInstanceOf(Opening.Ready.class);
        try (Worker worker = ((Opening.Ready) opening).worker()) {
            assertThat(worker.failure()).isEmpty();
        }
        return took;
    }

    @Test
    void heap_ofTheAgent_staysFlatOverAnswers() throws Exception {
        generate(30, 130);
    }

    @Test
    @Tag("long")
    @Timeout(600)
    void heap_ofTheAgent_staysFlatOverAThousandAnswers() throws Exception {
        generate(200, 1000);
    }

    private void generate(int early, int late) throws Exception {
        Plan plan = plan(LlamaJavaEngine.here(), TestModels.random(models));
        try (RunsBench bench = bench()) {
            long atFirst = 0;
            for (int i = 1; i <= late; i++) {
                RunsBench.assertFinished(bench.runs.generate(plan, Requests.greedy("go", 4), text -> {}, new Cancel()));
                if (i == early) {
                    atFirst = usedAfterGc();
                }
            }
            long grown = usedAfterGc() - atFirst;
            System.out.println("heap after " + (late - early) + " answers more: " + grown + " bytes more");
            assertThat(grown).isLessThan(MIB);
        }
    }

    private static long usedAfterGc() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(20);
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
