package dev.waggle.models.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.models.ModelFile;
import dev.waggle.models.io.ModelFileException;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A good file with some bytes changed is read or refused, and never does anything else. */
class MutatedFilesTest {
    private static final int HEADER_BYTES = 20_000;

    @TempDir
    Path folder = Path.of("");

    @Test
    void read_mutatedHeader_isReadOrRefused() throws IOException {
        mutate(2_000, 1);
    }

    @Test
    @Tag("long")
    void read_manyMutatedHeaders_areReadOrRefused() throws IOException {
        mutate(200_000, System.nanoTime());
    }

    private void mutate(int rounds, long seed) throws IOException {
        Path good = folder.resolve("good.gguf");
        new KnownAnswerModel(KnownAnswerModel.SENTENCE, SyntheticArchitecture.LLAMA, GgmlType.F16).write(good);
        byte[] bytes = Files.readAllBytes(good);
        Path file = folder.resolve("mutated.gguf");
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] mutated = bytes.clone();
            for (int i = 0; i <= random.nextInt(3); i++)
                mutated[random.nextInt(HEADER_BYTES)] = (byte) random.nextInt();
            Files.write(file, mutated);
            try {
                assertThat(ModelFile.read(file).parameters()).isPositive();
            } catch (ModelFileException e) {
                assertThat(e.code()).as("seed %s round %s", seed, round).isNotEmpty();
                refused++;
            }
        }
        assertThat(refused).as("some mutations must be noticed").isGreaterThan(rounds / 100);
    }
}
