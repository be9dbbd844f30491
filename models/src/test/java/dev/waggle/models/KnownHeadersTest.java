package dev.waggle.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.fixtures.ModelHeaders;
import dev.waggle.models.io.ModelFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The headers of 29 public models, read as their publishers describe them. */
class KnownHeadersTest {
    @TempDir
    static Path folder = Path.of("");

    private static ModelFile read(String name) throws ModelFileException {
        return ModelFile.read(ModelHeaders.restore(name, folder));
    }

    private static ModelShape shape(String name) throws ModelFileException {
        assertThat(read(name).shape()).isInstanceOf(ShapeReading.Known.class);
        return ((ShapeReading.Known) read(name).shape()).shape();
    }

    static java.util.Set<String> names() {
        return ModelHeaders.sizes().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void read_everyHeader_knowsSizeAndShape(String name) throws ModelFileException {
        ModelFile model = read(name);
        assertThat(model.fileBytes()).isEqualTo(ModelHeaders.sizes().get(name));
        assertThat(model.bytesByType().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isBetween(model.fileBytes() - (1 << 20), model.fileBytes());
        assertThat(shape(name).vocabulary()).isGreaterThan(30_000);
        assertThat(model.contextTokens()).isNotNull();
    }

    /** Parameters in millions; of MoE models the active ones too. Architecture and label as the files were made. */
    @ParameterizedTest
    @CsvSource({
        "llama32-1b, llama, Q4_K_M, 1235, 1235, 131072, true",
        "llama31-8b, llama, Q4_K_M, 8030, 8030, 131072, false",
        "llama33-70b, llama, Q4_K_M, 70553, 70553, 131072, false",
        "mixtral-8x7b, llama, Q4_K_M, 46702, 12879, 32768, false",
        "qwen25-05b, qwen2, Q4_K_M, 494, 494, 32768, true",
        "qwen3-30b-a3b, qwen3moe, Q4_K_M, 30532, 3353, 40960, false",
        "gemma2-9b, gemma2, Q4_K_M, 9241, 9241, 8192, true",
        "phi3-mini, phi3, Q4_K_M, 3821, 3821, 4096, false",
        "gpt-oss-20b, gpt-oss, MXFP4, 20914, 4187, 131072, false",
        "deepseek-v3-671b, deepseek2, Q4_K_M, 671026, 37552, 163840, false",
        "nemotron-nano-9b-v2, nemotron_h, Q4_K_M, 8888, 8888, 131072, false",
        "mamba-2.8b, mamba, Q4_K, 2768, 2768, 1048576, true",
        "mamba-codestral-7b, mamba2, Q4_K_M, 7285, 7285, 1048576, false",
        "rwkv7-world-2.9b-q8_0, rwkv7, Q8_0, 2948, 2948, 1048576, false",
        "bge-large-en-v1.5-f16, bert, F16, 334, 334, 512, true",
    })
    void read_knownModel_isDescribedRight(
            String name, String architecture, String label, long millions, long active, long context, boolean tied)
            throws ModelFileException {
        ModelFile model = read(name);
        assertThat(model.architecture()).isEqualTo(architecture);
        assertThat(model.quantization()).isEqualTo(label);
        assertThat(model.parameters() / 1_000_000).isEqualTo(millions);
        assertThat(model.activeParameters() / 1_000_000).isEqualTo(active);
        assertThat(model.contextTokens()).isEqualTo(context);
        assertThat(model.tiedEmbeddings()).isEqualTo(tied);
    }

    @Test
    void shape_plainAttention_hasGroupedHeads() throws ModelFileException {
        ModelShape shape = shape("llama31-8b");
        assertThat(shape.layers()).isEqualTo(32);
        assertThat(shape.embeddingLength()).isEqualTo(4096);
        assertThat(shape.feedForwardLengths()).hasSize(32).containsOnly(14336L);
        assertThat(shape.attention()).isNotNull();
        assertThat(shape.attention().heads()).containsOnly(32);
        assertThat(shape.attention().keyValueHeads()).containsOnly(8);
        assertThat(shape.attention().keyLength()).isEqualTo(128);
        assertThat(shape.experts()).isNull();
        assertThat(shape.recurrent()).isNull();
    }

    @Test
    void shape_slidingWindow_isReadWithItsLayers() throws ModelFileException {
        ModelShape.Attention attention = shape("gemma3n-e4b").attention();
        assertThat(attention).isNotNull();
        assertThat(attention.window()).isNotNull();
        assertThat(attention.window().tokens()).isEqualTo(512);
        assertThat(attention.window().layers()).hasSize(35).startsWith(true, true, true, true, false);
        assertThat(attention.sharedKeyValueLayers()).isEqualTo(15);
    }

    @Test
    void shape_latentAttention_isRead() throws ModelFileException {
        ModelShape.Attention attention = shape("deepseek-v2-lite").attention();
        assertThat(attention).isNotNull();
        assertThat(attention.latent()).isEqualTo(new ModelShape.Latent(512, 192, 128));
    }

    @Test
    void shape_experts_areRead() throws ModelFileException {
        assertThat(shape("qwen3-next-80b-a3b").experts()).isEqualTo(new ModelShape.Experts(512, 10, 512, 512, 0));
        assertThat(shape("deepseek-v2-lite").experts()).isEqualTo(new ModelShape.Experts(64, 6, 1408, 0, 1));
    }

    @Test
    void shape_hybrid_hasBothKinds() throws ModelFileException {
        ModelShape shape = shape("granite4-h-tiny");
        assertThat(shape.attention()).isNotNull();
        assertThat(shape.attention().keyValueHeads()).contains(0, 4);
        assertThat(shape.recurrent()).isEqualTo(new ModelShape.StateSpace(4, 3072, 128, 48, 1, 0));
    }

    @Test
    void shape_recurrentOnly_hasNoAttention() throws ModelFileException {
        assertThat(shape("mamba-2.8b").attention()).isNull();
        assertThat(shape("rwkv7-world-2.9b-q8_0").recurrent()).isEqualTo(new ModelShape.TimeMix(64, 2));
    }
}
