package dev.waggle.rules.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.models.ModelFile;
import dev.waggle.models.ModelShape;
import dev.waggle.models.ShapeReading;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.rules.fit.llama.GraphException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leaving out layers that repeat changes nothing. */
class ScratchMemoryTest {
    private static final int QUESTIONS_A_MODEL = 12;

    @Test
    void layersLeftOut_randomQuestions_sameBytesAsAllLayers(@TempDir Path folder) throws Exception {
        Random random = new Random(5);
        int compared = 0;
        for (Map.Entry<String, ModelFile> each : FitTruth.models(folder).entrySet()) {
            ModelFile model = each.getValue();
            ModelShape shape = ((ShapeReading.Known) model.shape()).shape();
            ModelProfile profile =
                    ModelProfile.of(model, shape, ShippedRules.facts(model.architecture()), LlamaCppVersion.V0_5);
            for (int question = 0; question < QUESTIONS_A_MODEL; question++) {
                Workload work = work(random, profile.shapes());
                LayerSplit split = split(random, shape.layers());
                int experts =
                        profile.weights().hasExperts() && random.nextBoolean() ? random.nextInt(shape.layers() + 1) : 0;
                long[] all;
                try {
                    all = profile.scratch().bytesOfAllLayers(work, split, experts);
                } catch (GraphException llamaCppCannot) {
                    continue;
                }
                assertThat(profile.scratch().bytes(work, split, experts))
                        .as(
                                "%s %s on %d GPUs, %d host layers, %d expert layers",
                                each.getKey(), work, split.devices(), split.hostLayers(), experts)
                        .containsExactly(all);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(1_000);
    }

    private static Workload work(Random random, LayerShapes shapes) {
        List<Integer> sequences = List.of(1, 1, 2, 4, 8);
        int parallel = sequences.get(random.nextInt(sequences.size()));
        FitSettings settings = new FitSettings(
                512L << random.nextInt(9),
                parallel,
                2_048,
                16 << random.nextInt(8),
                "f16",
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean() ? 0 : parallel,
                false,
                false);
        return Workload.of(settings, shapes, GgmlType.F16);
    }

    private static LayerSplit split(Random random, int layers) {
        long[] capacities = new long[random.nextInt(4)];
        Arrays.fill(capacities, 1L << 30);
        int offloaded = random.nextBoolean() ? layers + 1 : random.nextInt(layers + 2);
        return LayerSplit.of(layers, offloaded, LayerSplit.shares(capacities));
    }
}
