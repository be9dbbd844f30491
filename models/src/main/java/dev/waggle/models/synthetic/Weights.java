package dev.waggle.models.synthetic;

import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.gguf.TensorData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Ways to fill a tensor. */
final class Weights {
    private static final int CHUNK_ELEMENTS = 1 << 16;

    private Weights() {}

    static TensorData zero() {
        return TensorData.ZERO;
    }

    static TensorData constant(GgmlType type, long elements, float value) {
        return out -> {
            byte[] one = new byte[(int) type.bytes(1)];
            put(little(one), type, value);
            for (long i = 0; i < elements; i++) out.write(one);
        };
    }

    /** These values, row by row, as F32 or F16. */
    static TensorData exactly(GgmlType type, float[][] rows) {
        return out -> {
            for (float[] row : rows) {
                byte[] bytes = new byte[Math.toIntExact(type.bytes(row.length))];
                ByteBuffer into = little(bytes);
                for (float value : row) put(into, type, value);
                out.write(bytes);
            }
        };
    }

    /**
     * Evenly distributed values between −bound and bound. Supported are F32, F16, Q8_0 and Q4_0: of the latter two a
     * block is a 16-bit scale and random whole numbers, as ggml-quants.h lays them out.
     */
    static TensorData random(GgmlType type, long elements, float bound, long seed) {
        return out -> {
            SplittableRandom random = new SplittableRandom(seed);
            for (long done = 0; done < elements; ) {
                int count = (int) Math.min(CHUNK_ELEMENTS, elements - done);
                out.write(chunk(type, count, bound, random));
                done += count;
            }
        };
    }

    private static byte[] chunk(GgmlType type, int elements, float bound, SplittableRandom random) {
        byte[] bytes = new byte[Math.toIntExact(type.bytes(elements))];
        ByteBuffer into = little(bytes);
        switch (type) {
            case F32, F16 -> {
                for (int i = 0; i < elements; i++) put(into, type, (float) (random.nextDouble() * 2 - 1) * bound);
            }
            case Q8_0 -> blocks(into, elements / 32, bound / 127, 32, random);
            case Q4_0 -> blocks(into, elements / 32, bound / 8, 16, random);
            default -> throw new IllegalArgumentException("no random weights of type " + type);
        }
        return bytes;
    }

    private static void blocks(ByteBuffer bytes, int count, float scale, int payloadBytes, SplittableRandom random) {
        for (int block = 0; block < count; block++) {
            bytes.putShort(Half.of(scale));
            for (int i = 0; i < payloadBytes; i += 8) bytes.putLong(random.nextLong());
        }
    }

    private static void put(ByteBuffer bytes, GgmlType type, float value) {
        if (type == GgmlType.F32) bytes.putFloat(value);
        else if (type == GgmlType.F16) bytes.putShort(Half.of(value));
        else throw new IllegalArgumentException("no single values of type " + type);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
