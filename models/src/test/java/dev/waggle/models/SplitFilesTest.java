package dev.waggle.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.gguf.GgufWriter;
import dev.waggle.models.gguf.TensorData;
import dev.waggle.models.io.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models split over several files. */
class SplitFilesTest {
    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void writeThreeFiles() throws IOException {
        for (int index = 0; index < 3; index++) write(name(index), index, 3, "blk." + index + ".ffn_up.weight", 3);
    }

    private Path name(int index) {
        return folder.resolve(String.format("model-%05d-of-00003.gguf", index + 1));
    }

    private static void write(Path file, int index, int count, String tensor, int tensors) throws IOException {
        GgufWriter writer = new GgufWriter();
        if (index == 0)
            writer.text("general.architecture", "llama")
                    .number("llama.block_count", 3)
                    .number("llama.embedding_length", 32);
        writer.shortNumber("split.no", index)
                .shortNumber("split.count", count)
                .signedNumber("split.tensors.count", tensors)
                .tensor(tensor, GgmlType.F16, List.of(32L, 4L), TensorData.ZERO)
                .write(file);
    }

    private static ModelFileException refusal(Path file) {
        ModelFileException e = catchThrowableOfType(ModelFileException.class, () -> ModelFile.read(file));
        assertThat(e).isNotNull();
        return e;
    }

    @Test
    void read_anyOfThem_readsAll() throws ModelFileException {
        for (int index = 0; index < 3; index++) {
            ModelFile model = ModelFile.read(name(index));
            assertThat(model.files()).hasSize(3);
            assertThat(model.architecture()).isEqualTo("llama");
            assertThat(model.parameters()).isEqualTo(3 * 128);
        }
    }

    @Test
    void read_oneMissing_namesIt() throws IOException {
        Files.delete(name(1));
        assertThat(refusal(name(0)).code()).isEqualTo("missing-split");
        assertThat(refusal(name(0)))
                .hasMessageContaining("model-00002-of-00003.gguf")
                .hasMessageContaining("2 of 3");
    }

    @Test
    void read_countsThatDisagree_areRefused() throws IOException {
        write(name(2), 2, 4, "blk.2.ffn_up.weight", 3);
        assertThat(refusal(name(0)).code()).isEqualTo("bad-split");
    }

    @Test
    void read_anotherModelsFile_isRefused() throws IOException {
        write(name(2), 1, 3, "blk.2.ffn_up.weight", 3);
        assertThat(refusal(name(0)).code()).isEqualTo("bad-split");
    }

    @Test
    void read_sameTensorTwice_isRefused() throws IOException {
        write(name(2), 2, 3, "blk.1.ffn_up.weight", 3);
        assertThat(refusal(name(0)).code()).isEqualTo("duplicate-tensor");
    }

    @Test
    void read_tensorCountThatLies_isRefused() throws IOException {
        write(name(0), 0, 3, "blk.0.ffn_up.weight", 7);
        assertThat(refusal(name(0)).code()).isEqualTo("bad-split");
    }

    @Test
    void read_renamed_saysWhatTheNameShouldBe() throws IOException {
        Path renamed = Files.move(name(0), folder.resolve("renamed.gguf"));
        assertThat(refusal(renamed).code()).isEqualTo("bad-split-name");
    }

    @Test
    void read_nameThatLeadsElsewhere_staysInTheFolder() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path file = inner.resolve("..-00001-of-00003.gguf");
        Files.move(name(0), file);
        assertThat(refusal(file).code()).isEqualTo("missing-split");
    }
}
