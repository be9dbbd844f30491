package dev.waggle.rules.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.models.ModelFile;
import dev.waggle.models.ModelShape;
import dev.waggle.models.ShapeReading;
import dev.waggle.rules.fit.FitQuestion.DeviceCapacity;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Laws every fit keeps, whatever the model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FitRulesTest {
    private static final long GIB = 1L << 30;
    private static final FitSettings DEFAULT = FitSettings.of(8192, 1, "f16", true);

    private final FitRules rules = ShippedRules.of("llamacpp-0.5");
    private Map<String, ModelFile> models = Map.of();

    @BeforeAll
    void read(@TempDir Path folder) throws Exception {
        models = FitTruth.models(folder);
    }

    @Test
    void rulesOfEngines_knownAndUnknown() {
        for (String name : List.of("llamacpp-0.5", "llamacpp-2025-03", "candle-f32"))
            assertThat(ShippedRules.named(name))
                    .hasValueSatisfying(found -> assertThat(found.name()).isEqualTo(name));
        assertThat(ShippedRules.named("llamacpp-9")).isEmpty();
    }

    @Test
    void moreContext_neverNeedsLess() {
        models.values().forEach(model -> {
            long before = 0;
            for (long context = 256; context <= 262_144; context *= 2) {
                long total = total(model, settings(context, 1, "f16"), Placement.HOST);
                assertThat(total).as(model.architecture()).isGreaterThanOrEqualTo(before);
                before = total;
            }
        });
    }

    @Test
    void widerCache_neverNeedsLess() {
        models.values().forEach(model -> {
            // llama.cpp refuses some models a quantized cache: grok, and heads that aren't whole blocks
            if (rules.fit(question(model, settings(8192, 1, "q4_0"), Placement.HOST)) instanceof FitAnswer.Unknown)
                return;
            long before = 0;
            for (String type : List.of("q4_0", "q8_0", "f16", "f32")) {
                long cache = kv(model, type);
                assertThat(cache).as(model.architecture()).isGreaterThanOrEqualTo(before);
                before = cache;
            }
        });
    }

    @Test
    void moreSequences_neverKeepLess() {
        models.values().forEach(model -> {
            for (boolean unified : List.of(true, false)) {
                if (model.architecture().equals("t5") && !unified) continue; // llama.cpp can't
                long before = 0;
                for (int sequences : List.of(1, 2, 4, 8, 16)) {
                    FitSettings settings =
                            new FitSettings(65_536, sequences, 2048, 512, "f16", true, unified, sequences, true, true);
                    long kept = known(rules.fit(question(model, settings, Placement.HOST))).parts().stream()
                            .mapToLong(part -> part.kvBytes() + part.recurrentBytes() + part.outputBytes())
                            .sum();
                    assertThat(kept).as(model.architecture()).isGreaterThanOrEqualTo(before);
                    before = kept;
                }
            }
        });
    }

    @Test
    void movingLayers_neverLosesWeights() {
        models.values().forEach(model -> {
            ModelShape shape = ((ShapeReading.Known) model.shape()).shape();
            long file = model.tensors().stream()
                    .filter(tensor -> !TensorRole.of(model.architecture(), tensor.name())
                            .isBeyond(shape.layers() - shape.predictionLayers()))
                    .mapToLong(tensor -> tensor.bytes())
                    .sum();
            long growth = -1;
            for (long capacity = GIB; capacity < 512 * GIB; capacity *= 2) {
                if (!(rules.fit(question(model, DEFAULT, Placement.MOST_LAYERS_ON_DEVICE, capacity, capacity))
                        instanceof FitAnswer.Known known)) continue;
                Fit fit = known.fit();
                assertThat(fit.parts().stream()
                                .mapToLong(Fit.Part::weightsBytes)
                                .sum())
                        .isGreaterThanOrEqualTo(file);
                assertThat(fit.parts())
                        .filteredOn(part -> !part.device().equals("host"))
                        .allSatisfy(part -> assertThat(part.residentBytes()).isLessThanOrEqualTo(GIB * 512));
                assertThat((long) fit.layersOnDevice()).isGreaterThanOrEqualTo(growth);
                growth = fit.layersOnDevice();
            }
        });
    }

    @Test
    void mostLayers_capacityFilled_oneMoreWouldNotFit() {
        ModelFile model = model("llama31-8b");
        Fit fit = known(rules.fit(question(model, DEFAULT, Placement.MOST_LAYERS_ON_DEVICE, 4 * GIB)));
        assertThat(fit.layersOnDevice()).isBetween(2, 32);
        assertThat(fit.parts().get(0).residentBytes()).isBetween(4 * GIB - GIB / 2, 4 * GIB);
        assertThat(fit.exact()).isTrue();
        Fit all = known(rules.fit(question(model, DEFAULT, Placement.MOST_LAYERS_ON_DEVICE, 24 * GIB)));
        assertThat(all).isEqualTo(known(rules.fit(question(model, DEFAULT, Placement.ALL_ON_DEVICE, 24 * GIB))));
        assertThat(all.exact()).isTrue();
        assertThat(all.layersOnDevice()).isEqualTo(all.layers()).isEqualTo(33);
    }

    @Test
    void severalDevices_splitByCapacity() {
        Fit fit =
                known(rules.fit(question(model("llama33-70b"), DEFAULT, Placement.ALL_ON_DEVICE, 48 * GIB, 16 * GIB)));
        assertThat(fit.parts()).extracting(Fit.Part::device).containsExactly("gpu0", "gpu1", "host");
        double share =
                (double) fit.parts().get(0).kvBytes() / fit.parts().get(1).kvBytes();
        assertThat(share).isBetween(2.9, 3.3);
        assertThat(fit.exact()).isTrue();
    }

    @Test
    void experts_onHost_movesAsFewAsNeeded() {
        ModelFile model = model("qwen3-30b-a3b");
        Fit fit = known(rules.fit(question(model, DEFAULT, Placement.EXPERTS_ON_HOST, 8 * GIB)));
        assertThat(fit.expertLayersOnHost()).isBetween(20, 45);
        assertThat(fit.layersOnDevice()).isEqualTo(49);
        assertThat(fit.parts().get(0).residentBytes()).isBetween(7 * GIB, 8 * GIB);
        Fit oneLess =
                known(rules.fit(question(model, DEFAULT, new LayerCounts(99, fit.expertLayersOnHost() - 1), 8 * GIB)));
        assertThat(oneLess.parts().get(0).residentBytes()).isGreaterThan(8 * GIB);
        Fit all = known(rules.fit(question(model, DEFAULT, Placement.EXPERTS_ON_HOST, 1)));
        assertThat(all.expertLayersOnHost()).isEqualTo(48);
        assertThat(all.parts().get(0).weightsBytes()).isLessThan(GIB * 3 / 2);
        assertThat(all.parts().get(1).weightsBytes()).isGreaterThan(16 * GIB);
    }

    @Test
    void searches_findTheLargestThatFits() {
        ModelFile model = model("llama31-8b");
        FitQuestion question = question(model, DEFAULT, Placement.ALL_ON_DEVICE, 8 * GIB);
        long longest = FitSearch.longestContext(rules, question, "f16", 131_072).orElseThrow();
        assertThat(longest % 256).isZero();
        assertThat(FitSearch.fits(
                        known(rules.fit(question.with(settings(longest, 1, "f16"), question.offload()))), question))
                .isTrue();
        assertThat(FitSearch.fits(
                        known(rules.fit(question.with(settings(longest + 256, 1, "f16"), question.offload()))),
                        question))
                .isFalse();
        assertThat(FitSearch.longestContext(rules, question, "q8_0", 131_072).orElseThrow())
                .isGreaterThan(longest * 3 / 2);
        assertThat(FitSearch.longestContext(
                        rules, question(model, DEFAULT, Placement.ALL_ON_DEVICE, GIB), "f16", 131_072))
                .isEmpty();
        assertThat(FitSearch.mostGpuLayers(rules, question(model, DEFAULT, Placement.HOST, 4 * GIB))
                        .orElseThrow())
                .isBetween(2, 32);
    }

    @Test
    void placements_withoutSense_notApplicable() {
        ModelFile dense = model("llama31-8b");
        assertNotApplicable(question(dense, DEFAULT, Placement.EXPERTS_ON_HOST, GIB), "experts");
        for (Placement placement : Placement.values())
            if (placement != Placement.HOST) assertNotApplicable(question(dense, DEFAULT, placement), "no device");
        assertNotApplicable(question(dense, DEFAULT, Placement.MOST_LAYERS_ON_DEVICE, GIB / 16), "output layer");
        assertNotApplicable(question(dense, DEFAULT, Placement.ALL_ON_DEVICE, 0), "no memory");
    }

    @Test
    void question_withoutKnowledge_unknown() {
        ModelFile model = model("llama31-8b");
        assertUnknown(question(with(model, "deepseek4", model.shape()), DEFAULT, Placement.HOST), "deepseek4");
        assertUnknown(
                question(
                        with(model, "llama", new ShapeReading.Unknown("the file has no llama.block_count")),
                        DEFAULT,
                        Placement.HOST),
                "llama.block_count");
        assertUnknown(question(model, settings(8192, 1, "q3_9"), Placement.HOST), "q3_9");
        assertUnknown(question(model, settings(0, 1, "f16"), Placement.HOST), "context is 0; allowed: 1 to");
        assertUnknown(question(model, FitSettings.of(8192, 1, "q8_0", false), Placement.HOST), "flash attention");
    }

    @Test
    void sizes_beyondCounting_unknownNotWrapped() {
        FitSettings huge = new FitSettings(
                Integer.MAX_VALUE, 256, Integer.MAX_VALUE, Integer.MAX_VALUE, "f32", false, true, 0, true, true);
        models.values().forEach(model -> {
            FitAnswer answer = rules.fit(question(model, huge, Placement.HOST));
            if (answer instanceof FitAnswer.Known known)
                assertThat(known.fit().parts())
                        .allSatisfy(part -> assertThat(part.residentBytes()).isPositive());
        });
        assertUnknown(question(model("llama33-70b"), huge, Placement.HOST), "64 bits");
    }

    @Test
    void olderLlamaCpp_windowsAndLatents_needMore() {
        FitRules older = ShippedRules.of("llamacpp-2025-03");
        FitSettings settings = settings(32_768, 1, "f16");
        for (String name : List.of("gemma3-12b", "gpt-oss-20b", "deepseek-v2-lite")) {
            FitQuestion question = question(model(name), settings, Placement.ALL_ON_DEVICE, 64 * GIB);
            Fit now = known(rules.fit(question));
            Fit then = known(older.fit(question));
            assertThat(then.exact()).isFalse();
            assertThat(then.parts().get(0).kvBytes())
                    .isGreaterThan(now.parts().get(0).kvBytes() * 3 / 2);
        }
    }

    @Test
    void candle_widened_fourBytesAParameterOnOneDevice() {
        FitRules candle = ShippedRules.of("candle-f32");
        ModelFile model = model("llama32-1b");
        FitQuestion question = question(model, DEFAULT, Placement.ALL_ON_DEVICE, GIB, GIB);
        Fit fit = known(candle.fit(question));
        assertThat(fit.exact()).isFalse();
        assertThat(fit.parts()).hasSize(2);
        assertThat(fit.parts().get(0).weightsBytes()).isEqualTo(4 * model.parameters());
        assertThat(fit.parts().get(0).kvBytes()).isEqualTo(17L * 2 * 8 * 64 * 8192 * 4);
        assertThat(candle.fit(question(model, DEFAULT, Placement.MOST_LAYERS_ON_DEVICE, GIB)))
                .isInstanceOf(FitAnswer.NotApplicable.class);
        assertThat(candle.fit(question(model("mamba-2.8b"), DEFAULT, Placement.HOST)))
                .isInstanceOf(FitAnswer.Unknown.class);
    }

    @Test
    void oneFit_warm_takesMicroseconds() {
        List<FitQuestion> questions = new ArrayList<>();
        for (Placement placement : Placement.values())
            questions.add(question(model("llama31-8b"), DEFAULT, placement, 4 * GIB, 4 * GIB));
        for (FitQuestion question : questions) {
            for (int i = 0; i < 20_000; i++) rules.fit(question);
            long start = System.nanoTime();
            for (int i = 0; i < 20_000; i++) rules.fit(question);
            double micros = (System.nanoTime() - start) / 20_000e3;
            System.out.printf("one fit, %s: %.2f µs%n", question.offload(), micros);
            assertThat(micros).isLessThan(200);
        }
    }

    @Test
    void oneFit_ofNewSettings_takesMicroseconds() {
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        for (String name : List.of("llama31-8b", "llama33-70b", "qwen3-30b-a3b", "gemma3-12b")) {
            double best = Double.MAX_VALUE;
            for (int round = 0; round < 8; round++) {
                long start = cpu.getCurrentThreadCpuTime();
                for (int i = 1; i <= 1_000; i++) {
                    FitSettings settings = settings(256L * (i + 1_000L * round), 1, "f16");
                    known(rules.fit(question(model(name), settings, Placement.ALL_ON_DEVICE, 64 * GIB)));
                }
                best = Math.min(best, (cpu.getCurrentThreadCpuTime() - start) / 1_000e3);
            }
            System.out.printf("one fit of new settings, %s on a GPU: %.1f µs of a core%n", name, best);
            assertThat(best).isLessThan(500);
        }
    }

    private ModelFile model(String name) {
        ModelFile model = models.get(name);
        if (model == null) throw new IllegalArgumentException(name);
        return model;
    }

    private static ModelFile with(ModelFile model, String architecture, ShapeReading shape) {
        return new ModelFile(
                model.files(),
                model.format(),
                architecture,
                model.name(),
                model.quantization(),
                model.parameters(),
                model.activeParameters(),
                model.fileBytes(),
                model.contextTokens(),
                model.tokenizer(),
                model.chatTemplate(),
                model.tiedEmbeddings(),
                shape,
                model.keys(),
                model.tensors());
    }

    private static FitSettings settings(long context, int sequences, String type) {
        return FitSettings.of(context, sequences, type, true);
    }

    private static FitQuestion question(ModelFile model, FitSettings settings, Offload placement, long... capacities) {
        List<DeviceCapacity> devices = new ArrayList<>();
        for (long capacity : capacities) devices.add(new DeviceCapacity("gpu" + devices.size(), capacity));
        return new FitQuestion(model, true, settings, placement, devices, 64 * GIB, 0, 0);
    }

    private long total(ModelFile model, FitSettings settings, Placement placement) {
        return known(rules.fit(question(model, settings, placement))).parts().stream()
                .mapToLong(Fit.Part::residentBytes)
                .sum();
    }

    private long kv(ModelFile model, String type) {
        return known(rules.fit(question(model, settings(8192, 1, type), Placement.HOST))).parts().stream()
                .mapToLong(Fit.Part::kvBytes)
                .sum();
    }

    private static Fit known(FitAnswer answer) {
        if (answer instanceof FitAnswer.Known known) return known.fit();
        throw new AssertionError(answer);
    }

    private void assertNotApplicable(FitQuestion question, String why) {
        assertThat(rules.fit(question))
                .isInstanceOfSatisfying(
                        FitAnswer.NotApplicable.class,
                        answer -> assertThat(answer.why()).contains(why));
    }

    private void assertUnknown(FitQuestion question, String why) {
        assertThat(rules.fit(question))
                .isInstanceOfSatisfying(
                        FitAnswer.Unknown.class,
                        answer -> assertThat(answer.why()).contains(why));
    }
}
