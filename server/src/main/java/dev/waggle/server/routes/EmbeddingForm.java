package dev.waggle.server.routes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** An embedding as OpenAI's interface has it: numbers, or base64 of little-endian floats of four bytes. */
final class EmbeddingForm {
    private EmbeddingForm() {}

    static Object of(float[] values, boolean base64) {
        if (!base64) return values;
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) bytes.putFloat(value);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
