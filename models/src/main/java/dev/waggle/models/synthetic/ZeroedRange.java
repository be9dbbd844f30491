package dev.waggle.models.synthetic;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that passes everything on but writes zeros in one range of it. */
final class ZeroedRange extends FilterOutputStream {
    private final long from;
    private final long to;
    private long position;

    ZeroedRange(OutputStream out, long from, long to) {
        super(out);
        this.from = from;
        this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(position >= from && position < to ? 0 : b);
        position++;
    }

    @Override
    public void write(byte[] bytes, int start, int count) throws IOException {
        if (position >= to || position + count <= from) {
            out.write(bytes, start, count);
            position += count;
        } else {
            for (int i = 0; i < count; i++) write(bytes[start + i]);
        }
    }
}
