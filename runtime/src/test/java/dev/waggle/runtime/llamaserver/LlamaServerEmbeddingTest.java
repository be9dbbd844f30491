package dev.waggle.runtime.llamaserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.runtime.Cancel;
import dev.waggle.runtime.DeviceList;
import dev.waggle.runtime.Ended;
import dev.waggle.runtime.Worker;
import dev.waggle.runtime.Workers;
import dev.waggle.runtime.guarded.FakeProgram;
import dev.waggle.runtime.guarded.GuardedBench;
import dev.waggle.runtime.protocol.EngineDevice;
import dev.waggle.runtime.protocol.EngineName;
import dev.waggle.runtime.protocol.Purpose;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings, and the devices, of a {@code llama-server}. */
@Timeout(120)
@Tag("slow")
class LlamaServerEmbeddingTest {
    @TempDir
    Path folder;

    private GuardedBench bench = new GuardedBench(Path.of(""), GuardedBench.PATIENT);

    @BeforeEach
    void open() {
        bench = new GuardedBench(folder.resolve("workers"), GuardedBench.PATIENT);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Worker worker(String way) throws Exception {
        return bench.worker(
                Fakes.engine(folder), GuardedBench.model(folder, way), GuardedBench.settings(Purpose.EMBED, 128));
    }

    private static Ended embed(Worker worker, Map<Integer, float[]> into, String... inputs) {
        return worker.embed(List.of(inputs), into::put, new Cancel());
    }

    @Test
    void texts_becomeUnitVectorsInOrder() throws Exception {
        Worker worker = worker("behaves");
        Map<Integer, float[]> vectors = new HashMap<>();
        assertThat(embed(worker, vectors, "one", "three"))
                .isInstanceOfSatisfying(
                        Ended.Finished.class,
                        finished -> assertThat(finished.usage().promptTokens()).isEqualTo(8));
        assertThat(vectors.get(0)).containsExactly(1, 0, 0);
        assertThat(vectors.get(1)).containsExactly(1, 0, 0);
        assertThat(GuardedBench.say(worker, "go").refused().code()).isEqualTo("not-for-generation");
    }

    @Test
    void texts_thatCannotBeEmbedded_areRefused() throws Exception {
        Worker worker = worker("no-pooling");
        assertThat(embed(worker, new HashMap<>(), "x".repeat(33)))
                .isInstanceOfSatisfying(Ended.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo("prompt-too-long");
                    assertThat(refused.facts()).isEqualTo(Map.of("promptTokens", 33L, "contextTokens", 32L));
                });
        assertThat(embed(worker, new HashMap<>(), "fine", ""))
                .isInstanceOfSatisfying(
                        Ended.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("empty-prompt"));
        assertThat(embed(worker, new HashMap<>(), "nonsense"))
                .isInstanceOfSatisfying(
                        Ended.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("engine-error"));
        assertThat(embed(worker, new HashMap<>(), "fine")).isInstanceOf(Ended.Finished.class);
    }

    @Test
    void cancel_whileItEmbeds_leaves() throws Exception {
        Worker worker = worker("behaves");
        Cancel cancel = new Cancel();
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Ended> ended = CompletableFuture.supplyAsync(
                () -> worker.embed(List.of("one", "hang"), (index, values) -> first.complete(null), cancel));
        first.get(20, TimeUnit.SECONDS);
        long start = System.nanoTime();
        cancel.cancel();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(Ended.Cancelled.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void devices_areTheProcessorAndWhatTheProgramLists() throws Exception {
        Path file = FakeProgram.script(
                folder, "llama-server", "echo 'Available devices:'; echo '  CUDA0: a card (1024 MiB, 1000 MiB free)'");
        LlamaServerProgram program =
                new LlamaServerProgram(file, new EngineName("llama.cpp", "0.5.0"), List.of(), Set.of());
        assertThat(new Workers(folder.resolve("workers"), GuardedBench.PATIENT).devices(LlamaServerEngine.of(program)))
                .isInstanceOfSatisfying(DeviceList.Listed.class, listed -> {
                    assertThat(listed.devices()).extracting(EngineDevice::name).containsExactly("CPU", "CUDA0");
                    assertThat(listed.devices().get(0).totalBytes()).isPositive();
                });
    }
}
