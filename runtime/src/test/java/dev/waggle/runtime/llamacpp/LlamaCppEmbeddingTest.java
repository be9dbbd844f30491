package dev.waggle.runtime.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.waggle.runtime.Cancel;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Worker;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings by a model that says nothing of how to pool: by the mean. */
@Timeout(60)
class LlamaCppEmbeddingTest {
    private static final int DIMENSIONS = 64;
    private static final int BATCH = 128;

    @TempDir
    static Path models;

    @TempDir
    static Path folder;

    private static Host host;
    private static Worker random;

    @BeforeAll
    static void openWorker() throws Exception {
        host = new Host(folder);
        random = host.worker(TestLibraries.cpuEngine(), Models.random(models), Host.forEmbedding(512, BATCH));
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        host.close();
    }

    private static Map<Integer, float[]> embeddings(String... texts) {
        Map<Integer, float[]> vectors = new TreeMap<>();
        assertThat(random.embed(List.of(texts), vectors::put, new Cancel())).isInstanceOf(Ended.Finished.class);
        return vectors;
    }

    @Test
    void texts_equalAndDifferent_haveEqualAndDifferentEmbeddingsOfLengthOne() {
        Map<Integer, float[]> vectors = embeddings("w1 w2 w3", "w7 w8", "w1 w2 w3", "w3 w2 w1");
        assertThat(vectors).hasSize(4);
        for (float[] vector : vectors.values()) {
            assertThat(vector).hasSize(DIMENSIONS);
            assertThat(Math.sqrt(dot(vector, vector))).isCloseTo(1, within(1e-5));
        }
        assertThat(vectors.get(0)).isEqualTo(vectors.get(2)).isNotEqualTo(vectors.get(1));
        assertThat(vectors.get(3)).isNotEqualTo(vectors.get(0));
        assertThat(embeddings("w1 w2 w3").get(0)).isEqualTo(vectors.get(0));
    }

    @Test
    void usage_countsTheTokensOfAllTexts() {
        Ended one = random.embed(List.of("w1 w2"), (index, values) -> {}, new Cancel());
        Ended three = random.embed(Collections.nCopies(3, "w1 w2"), (index, values) -> {}, new Cancel());
        assertThat(((Ended.Finished) three).usage().promptTokens())
                .isEqualTo(3 * ((Ended.Finished) one).usage().promptTokens());
    }

    @Test
    void text_longerThanOneStep_isRefusedWithItsNumber() {
        Ended ended = random.embed(List.of("w1", "w1 ".repeat(BATCH)), (index, values) -> {}, new Cancel());
        assertThat(ended).isInstanceOfSatisfying(Ended.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo("prompt-too-long");
            assertThat(refused.facts()).containsEntry("index", 1L).containsEntry("contextTokens", (long) BATCH);
        });
        assertThat(embeddings("w1")).hasSize(1);
    }

    @Test
    void texts_cancelledBetween_endEarly() {
        Cancel cancel = new Cancel();
        int[] heard = new int[1];
        Ended ended = random.embed(
                Collections.nCopies(2_000, "w1 w2 w3"),
                (index, values) -> {
                    heard[0]++;
                    cancel.cancel();
                },
                cancel);
        assertThat(ended).isInstanceOf(Ended.Cancelled.class);
        assertThat(heard[0]).isLessThan(2_000);
    }

    @Test
    void model_loadedForOneThing_doesNotDoTheOther() throws Exception {
        assertThat(Host.greedy(random, "w1", 1).refused().code()).isEqualTo("not-for-generation");
        Worker generates = host.worker(TestLibraries.cpuEngine(), Models.random(models), Host.onCpu(256));
        assertThat(generates.embed(List.of("w1"), (index, values) -> {}, new Cancel()))
                .isInstanceOfSatisfying(
                        Ended.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("not-for-embedding"));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
