package dev.waggle.models.gguf;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes GGUF files, version 3, aligned to 32 bytes. Keys and tensors appear in the order they are added. */
public final class GgufWriter {
    private static final int ALIGNMENT = 32;
    private static final int BUFFER_BYTES = 1 << 20;

    private record Row(GgufTensor tensor, TensorData data) {}

    private final Map<String, byte[]> keyValues = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final Set<String> tensorNames = new HashSet<>();
    private long dataBytes;

    /** Adds text. */
    public GgufWriter text(String key, String value) {
        return add(key, GgufValueType.STRING, bytes().string(value));
    }

    /** Adds an unsigned 32-bit number. */
    public GgufWriter number(String key, long value) {
        if (value < 0 || value > 0xffff_ffffL)
            throw new IllegalArgumentException(key + " is no 32-bit number: " + value);
        return add(key, GgufValueType.UINT32, bytes().i32((int) value));
    }

    /** Adds an unsigned 16-bit number, the type of {@code split.no} and {@code split.count}. */
    public GgufWriter shortNumber(String key, int value) {
        return add(key, GgufValueType.UINT16, bytes().i16(value));
    }

    /** Adds a signed 32-bit number, the type of {@code split.tensors.count}. */
    public GgufWriter signedNumber(String key, int value) {
        return add(key, GgufValueType.INT32, bytes().i32(value));
    }

    /** Adds a 32-bit floating-point number. */
    public GgufWriter real(String key, float value) {
        return add(key, GgufValueType.FLOAT32, bytes().f32(value));
    }

    /** Adds true or false. */
    public GgufWriter truth(String key, boolean value) {
        return add(key, GgufValueType.BOOL, bytes().i8(value ? 1 : 0));
    }

    /** Adds a list of texts. */
    public GgufWriter texts(String key, List<String> values) {
        LittleEndianBytes array = array(GgufValueType.STRING, values.size());
        values.forEach(array::string);
        return add(key, GgufValueType.ARRAY, array);
    }

    /** Adds a list of signed 32-bit numbers. */
    public GgufWriter numbers(String key, int[] values) {
        LittleEndianBytes array = array(GgufValueType.INT32, values.length);
        for (int value : values) array.i32(value);
        return add(key, GgufValueType.ARRAY, array);
    }

    /** Adds a list of 32-bit floating-point numbers. */
    public GgufWriter reals(String key, float[] values) {
        LittleEndianBytes array = array(GgufValueType.FLOAT32, values.length);
        for (float value : values) array.f32(value);
        return add(key, GgufValueType.ARRAY, array);
    }

    /** Adds a tensor; {@code shape} has the row length first. Its data is asked for when the file is written. */
    public GgufWriter tensor(String name, GgmlType type, List<Long> shape, TensorData data) {
        int nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (nameBytes == 0 || nameBytes > GgufTensorTable.NAME_BYTES || !tensorNames.add(name))
            throw new IllegalArgumentException("tensor name is too long or there already: " + name);
        GgufTensor tensor = new GgufTensor(name, shape, type, dataBytes);
        dataBytes = aligned(dataBytes + tensor.bytes());
        rows.add(new Row(tensor, data));
        return this;
    }

    /** Bytes of the file as it stands. */
    public long fileBytes() {
        return aligned(header().length) + dataBytes;
    }

    /** Writes the file: under another name first, so that a half-written one is never taken for a model. */
    public void write(Path file) throws IOException {
        Path part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                writeTo(channel);
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void writeTo(FileChannel channel) throws IOException {
        byte[] header = header();
        channel.write(ByteBuffer.wrap(header), 0);
        long dataOffset = aligned(header.length);
        for (Row row : rows) {
            channel.position(dataOffset + row.tensor.offset());
            Counting out = new Counting(Channels.newOutputStream(channel));
            row.data.writeTo(out);
            out.flush();
            if (out.written != 0 && out.written != row.tensor.bytes())
                throw new IllegalStateException(row.tensor + " got " + out.written + " bytes");
        }
        long end = dataOffset + dataBytes;
        if (channel.size() < end) channel.write(ByteBuffer.allocate(1), end - 1);
    }

    private byte[] header() {
        LittleEndianBytes out = bytes().bytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        out.i32(3).i64(rows.size()).i64(keyValues.size());
        keyValues.values().forEach(out::bytes);
        for (Row row : rows) appendRow(out, row.tensor);
        return out.toArray();
    }

    private static void appendRow(LittleEndianBytes out, GgufTensor tensor) {
        out.string(tensor.name()).i32(tensor.shape().size());
        tensor.shape().forEach(out::i64);
        out.i32(tensor.type().id()).i64(tensor.offset());
    }

    private GgufWriter add(String key, GgufValueType type, LittleEndianBytes value) {
        byte[] entry = bytes().string(key).i32(type.id()).bytes(value.toArray()).toArray();
        if (keyValues.putIfAbsent(key, entry) != null)
            throw new IllegalArgumentException("key is there already: " + key);
        return this;
    }

    private static LittleEndianBytes array(GgufValueType elementType, int length) {
        return bytes().i32(elementType.id()).i64(length);
    }

    private static LittleEndianBytes bytes() {
        return new LittleEndianBytes();
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** A buffered stream that knows how much went through it. */
    private static final class Counting extends FilterOutputStream {
        private long written;

        Counting(OutputStream out) {
            super(new BufferedOutputStream(out, BUFFER_BYTES));
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            written++;
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
            written += count;
        }
    }
}
