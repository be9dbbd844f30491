package dev.waggle.server.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files may be named. */
class ChangeSetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../memory/memory.drl",
                "memory/../memory.drl",
                "memory/./memory.drl",
                "memory//memory.drl",
                "memory\\memory.drl",
                "memory/memory.drl\0",
                "memory/memory.drl\n",
                "memory/.memory.drl",
                ".hidden.yaml",
                "memory/deep/memory.drl",
                "memory/memory.java",
                "memory/memory",
                "C:/memory.drl",
                "catalog/../memory.drl",
                "catalog/memory.drl",
                "catalog/models/shapes/qwen3-8b.gguf.gz",
                "catalog/models/shapes/other.txt",
                "CATALOG/policy.yaml"
            })
    void path_thatIsNoText_isRefused(String path) {
        assertThat(Editing.change(path, "").errors(Editing.source())).hasSize(1);
        assertThat(Editing.source().text(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memory/memory.drl",
                "memory/memory.cases.yaml",
                "retired.yaml",
                "catalog/policy.yaml",
                "catalog/workers/llama-server.yaml",
                "catalog/engines/llama.cpp-0.5.0.yaml",
                "catalog/models/shapes/sizes.txt",
                "catalog/README.md"
            })
    void path_ofAText_mayBeChanged(String path) {
        assertThat(Editing.change(path, "").errors(Editing.source())).isEmpty();
    }

    @Test
    void shippedTexts_mayAllBeChanged() {
        Source shipped = Source.shipped();
        assertThat(shipped.files().keySet())
                .allSatisfy(path -> assertThat(ChangeSet.isText(path)).isEqualTo(!path.endsWith(".gz")));
    }

    @Test
    void change_ofNothing_isRefused() {
        assertThat(ChangeSet.of(Map.of()).errors(Editing.source())).hasSize(1);
        assertThat(new ChangeSet(new TreeMap<>()).files()).isEmpty();
    }
}
