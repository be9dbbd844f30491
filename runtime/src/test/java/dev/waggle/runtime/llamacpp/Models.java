package dev.waggle.runtime.llamacpp;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.synthetic.Dimensions;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.RandomModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Model files made for these tests. */
final class Models {
    private Models() {}

    /** Says one known sentence after {@code go}. */
    static Path known(Path folder, SyntheticArchitecture architecture, GgmlType type) throws IOException {
        Path file = folder.resolve("known-" + architecture.id() + "-" + type + ".gguf");
        new KnownAnswerModel(KnownAnswerModel.SENTENCE, architecture, type).write(file);
        return file;
    }

    static Path known(Path folder) throws IOException {
        return known(folder, SyntheticArchitecture.LLAMA, GgmlType.F32);
    }

    /** Says random words, fast. */
    static Path random(Path folder) throws IOException {
        Path file = folder.resolve("random.gguf");
        new RandomModel(new Dimensions(SyntheticArchitecture.LLAMA, 4, 64, 4, 2, 128, 4096, GgmlType.F32), 1)
                .write(file);
        return file;
    }

    /** As slow as a model of this size is, and says nothing of meaning. */
    static Path large(Path folder, long bytes) throws IOException {
        Path file = folder.resolve("large-" + bytes + ".gguf");
        RandomModel.ofAtLeast(bytes, GgmlType.F16, 1).writeZeros(file);
        return file;
    }

    /** The same file with one text replaced by another of equal length. */
    static Path replaced(Path model, String from, String to) throws IOException {
        byte[] bytes = Files.readAllBytes(model);
        byte[] replacement = to.getBytes(StandardCharsets.UTF_8);
        for (int at = find(bytes, from, 0); at >= 0; at = find(bytes, from, at + 1)) {
            System.arraycopy(replacement, 0, bytes, at, replacement.length);
        }
        return written(model, bytes);
    }

    /** The same file with another value of a 32-bit number. */
    static Path renumbered(Path model, String key, int value) throws IOException {
        byte[] bytes = Files.readAllBytes(model);
        int behindKeyAndType = find(bytes, key, 0) + key.length() + Integer.BYTES;
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(behindKeyAndType, value);
        return written(model, bytes);
    }

    /** The first half of the file. */
    static Path cut(Path model) throws IOException {
        byte[] bytes = Files.readAllBytes(model);
        return written(model, Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static Path written(Path model, byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(model.getParent(), "changed", ".gguf"), bytes);
    }

    private static int find(byte[] bytes, String text, int from) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        for (int at = from; at + wanted.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
