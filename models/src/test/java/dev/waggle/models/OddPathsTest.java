package dev.waggle.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.waggle.models.gguf.RawGguf;
import dev.waggle.models.io.ModelFileException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths that are no plain files: each is refused by name before anything is read. */
class OddPathsTest {
    @TempDir
    Path folder = Path.of("");

    private static String code(Path file) {
        ModelFileException e = Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(1),
                () -> catchThrowableOfType(ModelFileException.class, () -> ModelFile.read(file)));
        assertThat(e).as("%s must be refused", file).isNotNull();
        return e.code();
    }

    @Test
    void read_missingFile_saysSo() {
        assertThat(code(folder.resolve("none.gguf"))).isEqualTo("no-such-file");
    }

    @Test
    void read_folder_saysSo() {
        assertThat(code(folder)).isEqualTo("is-a-folder");
    }

    @Test
    void read_linkLoop_saysSo() throws IOException {
        Files.createSymbolicLink(folder.resolve("a.gguf"), folder.resolve("b.gguf"));
        Files.createSymbolicLink(folder.resolve("b.gguf"), folder.resolve("a.gguf"));
        assertThat(code(folder.resolve("a.gguf"))).isEqualTo("link-loop");
    }

    @Test
    void read_device_isNotOpened() {
        Path zero = Path.of("/dev/zero");
        assumeThat(zero).exists();
        assertThat(code(zero)).isEqualTo("not-a-regular-file");
    }

    @Test
    void read_pipe_isNotOpened() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe.gguf");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        assertThat(code(pipe)).isEqualTo("not-a-regular-file");
    }

    @Test
    void read_fileWithoutPermission_saysSo() throws IOException {
        Path file = Files.createFile(folder.resolve("secret.gguf"));
        Files.setPosixFilePermissions(file, Set.of());
        assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();
        assertThat(code(file)).isEqualTo("not-readable");
    }

    @Test
    void read_hugeSparseHeader_isRefusedQuickly() throws IOException {
        Path file = RawGguf.header(3, 0, 100_000).to(folder.resolve("sparse.gguf"));
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(1L << 40);
        }
        assertThat(code(file)).isEqualTo("empty-key");
    }
}
