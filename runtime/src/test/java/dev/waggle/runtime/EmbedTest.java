package dev.waggle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings are supervised as answers are. */
@Timeout(60)
class EmbedTest {
    @TempDir
    Path folder;

    private Bench bench = new Bench(Path.of(""));

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        bench.close();
    }

    @Test
    void texts_embedded_areHeardOneByOne() throws Exception {
        List<Integer> heard = new ArrayList<>();
        Ended ended = bench.fake("behaves")
                .embed(
                        List.of("a", "b", "c"),
                        (index, values) -> {
                            heard.add(index);
                            assertThat(values).containsExactly(0.6f, 0.8f);
                        },
                        new Cancel());
        assertThat(ended).isInstanceOf(Ended.Finished.class);
        assertThat(heard).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forgets-one", "repeats-one"})
    void texts_notEachEmbeddedOnce_brokeTheProtocol(String way) throws Exception {
        Ended ended = bench.fake(way).embed(List.of("a", "b"), (index, values) -> {}, new Cancel());
        assertThat(Bench.failure(ended)).isInstanceOf(WorkerFailure.ProtocolBroken.class);
    }

    @Test
    void embedding_inAnAnswer_brokeTheProtocol() throws Exception {
        Ended ended = bench.fake("embeds-text").generate(Requests.greedy("go", 1), text -> {});
        assertThat(Bench.failure(ended)).isInstanceOf(WorkerFailure.ProtocolBroken.class);
    }
}
