package dev.waggle.runtime.llamaserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waggle.runtime.child.LoadException;
import dev.waggle.runtime.protocol.LoadSettings;
import dev.waggle.runtime.protocol.Purpose;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line is what the settings say. */
class LlamaServerFlagsTest {
    @TempDir
    Path folder;

    private static LoadSettings settings(Purpose purpose, String backend, List<String> devices) {
        return new LoadSettings(
                purpose, 4096, 512, 256, 6, backend, devices, backend.equals("cpu") ? 0 : 17, 3, "q8_0", true);
    }

    private List<String> flags(LoadSettings settings, boolean meanPooling) throws Exception {
        List<String> command = LlamaServerFlags.of(
                        Fakes.program(folder, Fakes.GPU), Path.of("/models/bee.gguf"), settings)
                .command(1234, Path.of("/private/key"), meanPooling);
        return command.subList(1, command.size());
    }

    @Test
    void settings_onTheProcessor_becomeTheseFlags() throws Exception {
        assertThat(String.join(" ", flags(settings(Purpose.GENERATE, "cpu", List.of()), false)))
                .isEqualTo("--model /models/bee.gguf --host 127.0.0.1 --port 1234 --api-key-file /private/key"
                        + " --ctx-size 4096 --batch-size 512 --ubatch-size 256 --threads 6 --threads-batch 6"
                        + " --n-gpu-layers 0 --device none --n-cpu-moe 3 --cache-type-k q8_0 --cache-type-v q8_0"
                        + " --flash-attn on --parallel 1 --no-slots --no-context-shift --no-warmup --jinja --no-ui"
                        + " --no-cache-prompt --fit off --cache-ram 0");
    }

    @Test
    void devices_ofTheBackend_areNamed() throws Exception {
        assertThat(flags(settings(Purpose.GENERATE, "cuda", List.of()), false))
                .containsSequence("--n-gpu-layers", "17", "--device", "CUDA0");
        assertThat(flags(settings(Purpose.GENERATE, "cuda", List.of("CUDA0")), false))
                .containsSequence("--device", "CUDA0");
    }

    @Test
    void device_notThere_isRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> flags(settings(Purpose.GENERATE, "vulkan", List.of()), false))
                .isInstanceOf(LoadException.class)
                .hasMessageContainingAll("no vulkan device", "[CUDA0]");
        assertThatThrownBy(() -> flags(settings(Purpose.GENERATE, "cuda", List.of("CUDA1")), false))
                .isInstanceOf(LoadException.class)
                .hasMessageContainingAll("[CUDA1]", "[CUDA0]");
    }

    @Test
    void embedding_isAskedForByAFlag() throws Exception {
        assertThat(flags(settings(Purpose.EMBED, "cpu", List.of()), false)).endsWith("--embeddings");
        assertThat(flags(settings(Purpose.EMBED, "cpu", List.of()), true))
                .endsWith("--embeddings", "--pooling", "mean");
    }
}
