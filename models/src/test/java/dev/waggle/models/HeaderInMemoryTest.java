package dev.waggle.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waggle.fixtures.ModelHeaders;
import dev.waggle.models.gguf.GgufReader;
import dev.waggle.models.gguf.RawGguf;
import dev.waggle.models.io.ModelFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers whose tensor data is not at hand are read as the whole file is. */
class HeaderInMemoryTest {
    private static final String NAME = "llama32-1b";

    @TempDir
    static Path folder = Path.of("");

    static Set<String> names() {
        return ModelHeaders.sizes().keySet();
    }

    private static long size(String name) {
        return ModelHeaders.sizes().getOrDefault(name, 0L);
    }

    /** What is before the tensor data. */
    private static byte[] header(Path file) throws IOException {
        long bytes = GgufReader.read(file).dataOffset();
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Math.toIntExact(bytes));
        }
    }

    private static byte[] withoutZerosAtEnd(byte[] bytes) {
        int length = bytes.length;
        while (bytes[length - 1] == 0) length--;
        return Arrays.copyOf(bytes, length);
    }

    private static ModelFileException refusal(byte[] header, long fileBytes) {
        ModelFileException refusal = catchThrowableOfType(
                ModelFileException.class, () -> ModelFile.read(Path.of("shown.gguf"), header, fileBytes));
        assertThat(refusal).isNotNull().hasMessageStartingWith("shown.gguf: ");
        return refusal;
    }

    @ParameterizedTest
    @MethodSource("names")
    void read_headerWithoutData_isReadAsTheFile(String name) throws IOException {
        Path file = ModelHeaders.restore(name, folder);
        byte[] header = header(file);
        ModelFile whole = ModelFile.read(file);
        assertThat(ModelFile.read(file, header, size(name))).isEqualTo(whole);
        assertThat(ModelFile.read(file, withoutZerosAtEnd(header), size(name))).isEqualTo(whole);
    }

    @Test
    void read_sizeOfAnotherFile_isRefused() throws IOException {
        byte[] header = header(ModelHeaders.restore(NAME, folder));
        assertThat(refusal(header, size(NAME) - 64).code()).isEqualTo("data-past-end");
        assertThat(refusal(header, size(NAME) + 64).code()).isEqualTo("trailing-bytes");
        assertThat(refusal(header, 1000).code()).isEqualTo("longer-than-file");
    }

    @Test
    void read_headerCutBeforeItsZeros_isRefused() throws IOException {
        byte[] header = header(ModelHeaders.restore(NAME, folder));
        assertThat(refusal(Arrays.copyOf(header, header.length / 2), size(NAME)).code())
                .isEqualTo("data-overlap");
        assertThat(refusal(new byte[0], 0).code()).isEqualTo("empty-file");
    }

    @Test
    void read_headerOfOneOfSeveralFiles_isRefused() {
        byte[] header = RawGguf.llama(0, 1).u32("split.count", 3).bytes();
        assertThat(refusal(header, header.length).code()).isEqualTo("bad-split");
    }
}
