package dev.waggle.models.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waggle.models.ModelFile;
import dev.waggle.models.gguf.GgmlType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files made here are read by our own reader; that llama.cpp says the sentence is tested with the runtime. */
class KnownAnswerModelTest {
    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(SyntheticArchitecture.class)
    void write_eachArchitecture_isReadBack(SyntheticArchitecture architecture) throws IOException {
        Path file = folder.resolve("demo.gguf");
        new KnownAnswerModel(KnownAnswerModel.SENTENCE, architecture, GgmlType.F16).write(file);
        ModelFile model = ModelFile.read(file);
        assertThat(model.architecture()).isEqualTo(architecture.id());
        assertThat(model.quantization()).isEqualTo("F16");
        assertThat(model.tokenizer()).isEqualTo("llama");
        assertThat(model.chatTemplate()).contains("<|im_start|>");
        assertThat(model.contextTokens()).isEqualTo(2048);
        assertThat(model.tiedEmbeddings()).isFalse();
        assertThat(folder.toFile().list()).as("no temporary file stays").containsExactly("demo.gguf");
    }

    @Test
    void write_twice_givesTheSameBytes() throws IOException {
        Path one = folder.resolve("one.gguf");
        Path two = folder.resolve("two.gguf");
        for (Path file : new Path[] {one, two})
            new KnownAnswerModel("The same twice.", SyntheticArchitecture.LLAMA, GgmlType.F32).write(file);
        assertThat(Files.mismatch(one, two)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no no no no", "go go", "a", "a b a b a", "Grüße, 世界 🐝!"})
    void chain_ofAnySentence_neverRepeatsAToken(String sentence) {
        AnswerChain chain = AnswerChain.of(sentence, "go", 64);
        HashSet<String> rows = new HashSet<>();
        for (float[] row : chain.output()) rows.add(java.util.Arrays.toString(row));
        assertThat(rows).as("rows that lead somewhere, and the zero row").hasSizeGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " x", "x ", "two  spaces", "line\nbreak", "a▁b"})
    void sentence_notAsSaid_isRefused(String sentence) {
        assertThatThrownBy(() -> new KnownAnswerModel(sentence, SyntheticArchitecture.LLAMA, GgmlType.F32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a sentence has 1 to 2000 characters");
    }

    @Test
    void type_quantized_isRefused() {
        assertThatThrownBy(() -> new KnownAnswerModel("x", SyntheticArchitecture.LLAMA, GgmlType.Q4_0))
                .hasMessageContaining("F32 or F16");
    }

    @Test
    void randomModel_ofASize_hasAtLeastThatSize() throws IOException {
        Path file = folder.resolve("random.gguf");
        RandomModel model = RandomModel.ofAtLeast(20_000_000, GgmlType.Q4_0, 7);
        model.write(file);
        assertThat(Files.size(file)).isBetween(20_000_000L, 40_000_000L).isEqualTo(model.fileBytes());
        assertThat(ModelFile.read(file).quantization()).isEqualTo("Q4_0");
    }

    @Test
    void randomModel_ofZeros_takesNoRoom() throws IOException {
        Path file = folder.resolve("zeros.gguf");
        RandomModel.ofAtLeast(1_000_000_000, GgmlType.F16, 7).writeZeros(file);
        assertThat(ModelFile.read(file).fileBytes()).isGreaterThan(1_000_000_000);
        Process du = new ProcessBuilder("du", "-k", file.toString()).start();
        String kilobytes = new String(du.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(Long.parseLong(kilobytes.substring(0, kilobytes.indexOf('\t'))))
                .isLessThan(4_096);
    }

    @Test
    void half_ofNumbers_isTheirNearest() {
        assertThat(Half.of(1f)).isEqualTo((short) 0x3c00);
        assertThat(Half.of(-2f)).isEqualTo((short) 0xc000);
        assertThat(Half.of(0f)).isEqualTo((short) 0);
        assertThat(Half.of(65_504f)).isEqualTo((short) 0x7bff);
        assertThat(Half.of(1e9f)).isEqualTo((short) 0x7c00);
        assertThat(Half.of(1 / 3f)).isEqualTo((short) 0x3555);
    }
}
