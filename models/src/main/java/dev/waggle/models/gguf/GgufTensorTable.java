package dev.waggle.models.gguf;

import dev.waggle.models.io.ModelFileException;
import dev.waggle.models.io.UntrustedFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tensor table of a GGUF file, and where its data must lie. */
final class GgufTensorTable {
    /** Tensors in a file. Real files have up to some thousands; the bound keeps the heap under 64 MiB. */
    static final int TENSORS = 262_144;

    /** The least a row takes: name length, one byte of name, dimension count, one dimension, type, offset. */
    static final int LEAST_ROW_BYTES = 8 + 1 + 4 + 8 + 4 + 8;

    /** Bytes of a name: GGML_MAX_NAME is 64 with the NUL at its end. */
    static final int NAME_BYTES = 63;

    private static final int DIMENSIONS = 4; // GGML_MAX_DIMS

    private final UntrustedFile in;
    private final int alignment;

    GgufTensorTable(UntrustedFile in, int alignment) {
        this.in = in;
        this.alignment = alignment;
    }

    List<GgufTensor> read(int count) throws ModelFileException {
        List<GgufTensor> tensors = new ArrayList<>(count);
        Set<String> names = new HashSet<>();
        long expectedOffset = 0;
        for (int i = 0; i < count; i++) {
            long at = in.position();
            GgufTensor tensor = row();
            if (!names.add(tensor.name()))
                throw bad("duplicate-tensor", at, "tensor '" + tensor.name() + "' again", "each name once");
            checkOffset(tensor, expectedOffset);
            expectedOffset = endOf(tensor, at);
            tensors.add(tensor);
        }
        return tensors;
    }

    private GgufTensor row() throws ModelFileException {
        long at = in.position();
        long length = in.i64();
        if (length <= 0 || length > NAME_BYTES)
            throw bad(
                    "bad-tensor-name",
                    at,
                    "a tensor name of " + Long.toUnsignedString(length) + " bytes",
                    "1 to " + NAME_BYTES + " bytes");
        String name = in.utf8((int) length, "a tensor name");
        if (name.indexOf('\0') >= 0) throw bad("nul-in-name", at, "a NUL character in a tensor name", "printable text");
        List<Long> shape = shape(name);
        GgmlType type = type(name);
        long rowAt = in.position();
        if (shape.get(0) % type.blockElements() != 0) {
            String found = "rows of " + shape.get(0) + " elements in tensor '" + name + "' of type " + type;
            throw bad("row-not-whole-blocks", rowAt, found, "a multiple of " + type.blockElements());
        }
        return new GgufTensor(name, shape, type, in.i64());
    }

    private List<Long> shape(String name) throws ModelFileException {
        long at = in.position();
        int count = in.i32();
        if (count < 1 || count > DIMENSIONS)
            throw bad(
                    "bad-dimensions",
                    at,
                    Integer.toUnsignedString(count) + " dimensions in tensor '" + name + "'",
                    "1 to " + DIMENSIONS);
        List<Long> shape = new ArrayList<>(count);
        long elements = 1;
        for (int i = 0; i < count; i++) {
            long dimensionAt = in.position();
            long dimension = in.i64();
            boolean fits = dimension > 0 && dimension <= Long.MAX_VALUE / 64 / elements;
            if (!fits) {
                String found = "dimension " + i + " of tensor '" + name + "' is " + Long.toUnsignedString(dimension);
                throw bad("bad-dimension", dimensionAt, found, "1 or more, and fewer than 2⁵⁷ elements in all");
            }
            elements *= dimension;
            shape.add(dimension);
        }
        return shape;
    }

    private GgmlType type(String name) throws ModelFileException {
        long at = in.position();
        int id = in.i32();
        return GgmlType.byId(id)
                .orElseThrow(() -> ModelFileException.at(
                        "unknown-tensor-type",
                        in.file(),
                        at,
                        "element type " + Integer.toUnsignedString(id) + " of tensor '" + name + "'",
                        "a type of ggml 0.5.0",
                        "the file is damaged, or older or newer than this reader"));
    }

    private void checkOffset(GgufTensor tensor, long expected) throws ModelFileException {
        if (tensor.offset() == expected) return;
        String offset = Long.toUnsignedString(tensor.offset());
        String code = tensor.offset() < 0 || tensor.offset() > expected ? "data-gap" : "data-overlap";
        if (Long.remainderUnsigned(tensor.offset(), alignment) != 0) code = "data-misaligned";
        throw bad(
                code,
                in.position() - 8,
                "tensor '" + tensor.name() + "' at data offset " + offset,
                String.valueOf(expected) + ", right behind the tensor before it, aligned to " + alignment);
    }

    private long endOf(GgufTensor tensor, long at) throws ModelFileException {
        try {
            long end = Math.addExact(tensor.offset(), tensor.bytes());
            return Math.addExact(end, alignment - 1) / alignment * alignment;
        } catch (ArithmeticException e) {
            throw bad(
                    "data-past-end",
                    at,
                    "tensor '" + tensor.name() + "' ends past 2⁶³ bytes",
                    in.size() + " bytes, the file's size");
        }
    }

    /** Checks that the data lies inside the file and that nothing unexplained follows it; returns where it starts. */
    long checkData(List<GgufTensor> tensors) throws ModelFileException {
        long dataOffset = (in.position() + alignment - 1) / alignment * alignment;
        if (tensors.isEmpty()) return Math.min(dataOffset, in.size());
        GgufTensor last = tensors.get(tensors.size() - 1);
        long end = dataOffset + last.offset() + last.bytes();
        if (end < 0 || end > in.size()) {
            String found = "the tensors end at byte " + Long.toUnsignedString(end) + ", the file at byte " + in.size();
            throw ModelFileException.at(
                    "data-past-end", in.file(), in.size(), found, "a complete file", "the download stopped early");
        }
        if (in.size() - end >= alignment) {
            String found = (in.size() - end) + " bytes behind the last tensor that nothing describes";
            throw ModelFileException.at(
                    "trailing-bytes",
                    in.file(),
                    end,
                    found,
                    "padding of fewer than " + alignment + " bytes",
                    "the header counts too few tensors");
        }
        return dataOffset;
    }

    private ModelFileException bad(String code, long at, String found, String allowed) {
        return ModelFileException.at(code, in.file(), at, found, allowed, "");
    }
}
