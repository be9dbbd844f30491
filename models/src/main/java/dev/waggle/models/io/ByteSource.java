package dev.waggle.models.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of a model file come from. */
interface ByteSource extends Closeable {
    /** Bytes in all. */
    long size() throws IOException;

    /** Puts bytes from a position on into the buffer and returns how many, at least one; -1 at the end. */
    int read(ByteBuffer into, long position) throws IOException;
}
