package dev.waggle.runtime;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.synthetic.Dimensions;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.RandomModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Model files made for these tests. */
public final class TestModels {
    private TestModels() {}

    /** Says one known sentence after {@code go}. */
    public static Path knownAnswer(Path folder) throws IOException {
        return knownAnswer(folder, KnownAnswerModel.SENTENCE);
    }

    public static Path knownAnswer(Path folder, String sentence) throws IOException {
        Path file = folder.resolve("known.gguf");
        new KnownAnswerModel(sentence, SyntheticArchitecture.LLAMA, GgmlType.F32).write(file);
        return file;
    }

    /** Says random words, fast. */
    public static Path random(Path folder) throws IOException {
        Path file = folder.resolve("random.gguf");
        new RandomModel(new Dimensions(SyntheticArchitecture.LLAMA, 2, 64, 4, 2, 128, 4096, GgmlType.F32), 1)
                .write(file);
        return file;
    }

    /** As slow as a model of this size is, and says nothing of meaning. */
    public static Path large(Path folder, long bytes) throws IOException {
        Path file = folder.resolve("large.gguf");
        RandomModel.ofAtLeast(bytes, GgmlType.F16, 1).writeZeros(file);
        return file;
    }

    /** The same model with one name in its header replaced by another of equal length. */
    public static Path renamed(Path model, String from, String to) throws IOException {
        byte[] bytes = Files.readAllBytes(model);
        byte[] old = from.getBytes(StandardCharsets.UTF_8);
        byte[] replacement = to.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at + old.length < bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + old.length, old, 0, old.length)) {
                System.arraycopy(replacement, 0, bytes, at, replacement.length);
            }
        }
        Path file = model.resolveSibling("renamed.gguf");
        Files.write(file, bytes);
        return file;
    }
}
