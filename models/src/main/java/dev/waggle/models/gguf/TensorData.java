package dev.waggle.models.gguf;

import java.io.IOException;
import java.io.OutputStream;

/** Where a writer gets the bytes of one tensor from. */
@FunctionalInterface
public interface TensorData {
    /** All zero: the writer leaves a hole, so that a file of any size takes no room where the disk allows holes. */
    TensorData ZERO = out -> {};

    /** Writes exactly the tensor's bytes, or nothing for zeros. The stream is buffered. */
    void writeTo(OutputStream out) throws IOException;
}
