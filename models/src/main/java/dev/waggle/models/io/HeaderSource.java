package dev.waggle.models.io;

import java.nio.ByteBuffer;

/** The first bytes of a file, held in memory; all others up to its size are zero. */
final class HeaderSource implements ByteSource {
    private static final byte[] ZEROS = new byte[256];

    private final byte[] header;
    private final long size;

    HeaderSource(byte[] header, long size) {
        this.header = header;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(ByteBuffer into, long position) {
        if (position >= size) return -1;
        byte[] from = position < header.length ? header : ZEROS;
        int start = position < header.length ? (int) position : 0;
        int count = (int) Math.min(Math.min(into.remaining(), from.length - start), size - position);
        into.put(from, start, count);
        return count;
    }

    @Override
    public void close() {}
}
