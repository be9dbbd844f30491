package dev.waggle.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.gguf.GgufWriter;
import dev.waggle.models.gguf.TensorData;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long it takes to read a header of the size that big models have. */
class HeaderSpeedTest {
    private static final int TENSORS = 600;
    private static final int TOKENS = 150_000;
    private static final int WARM_UP = 40;
    private static final int ROUNDS = 41;
    private static final double MOST_MILLIS = 30;

    @TempDir
    Path folder = Path.of("");

    @Test
    void read_600TensorsAnd150000Tokens_takesAtMost30MillisWarm() throws IOException {
        Path file = folder.resolve("big.gguf");
        write(file);
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean(); // a core's time: what else runs here doesn't count
        double[] millis = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long start = cpu.getCurrentThreadCpuTime();
            assertThat(ModelFile.read(file).tensors()).hasSize(TENSORS);
            if (round >= 0) millis[round] = (cpu.getCurrentThreadCpuTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        double median = millis[ROUNDS / 2];
        System.out.printf("header of %d tensors and %d tokens: median %.1f ms of a core%n", TENSORS, TOKENS, median);
        assertThat(median).isLessThan(MOST_MILLIS);
    }

    private static void write(Path file) throws IOException {
        GgufWriter writer = new GgufWriter()
                .text("general.architecture", "llama")
                .number("llama.block_count", 60)
                .number("llama.embedding_length", 256)
                .texts("tokenizer.ggml.tokens", words("token"))
                .texts("tokenizer.ggml.merges", words("merge of"))
                .reals("tokenizer.ggml.scores", new float[TOKENS])
                .numbers("tokenizer.ggml.token_type", new int[TOKENS]);
        for (int i = 0; i < TENSORS; i++)
            writer.tensor("blk." + i + ".ffn_up.weight", GgmlType.Q4_K, List.of(256L, 4L), TensorData.ZERO);
        writer.write(file);
    }

    private static List<String> words(String word) {
        return IntStream.range(0, TOKENS).mapToObj(i -> word + " " + i).toList();
    }
}
