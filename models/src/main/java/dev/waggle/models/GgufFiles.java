package dev.waggle.models;

import dev.waggle.models.gguf.GgufHeader;
import dev.waggle.models.gguf.GgufReader;
import dev.waggle.models.gguf.GgufTensor;
import dev.waggle.models.gguf.GgufValue;
import dev.waggle.models.io.ModelFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a model that is split as llama.cpp's gguf-split does it: {@code NAME-00001-of-00003.gguf} in one folder,
 * each with the keys {@code split.no}, {@code split.count} and {@code split.tensors.count}.
 */
final class GgufFiles {
    private static final Pattern NAME = Pattern.compile("(.+)-(\\d{5})-of-(\\d{5})\\.gguf");
    private static final int MOST_FILES = 1_000;

    private final Path named;
    private final String prefix;
    private final int count;

    private GgufFiles(Path named, String prefix, int count) {
        this.named = named;
        this.prefix = prefix;
        this.count = count;
    }

    /** Reads the header of a file and, where it is one of several, those of the others; in order. */
    static List<GgufHeader> read(Path file) throws ModelFileException {
        GgufHeader header = GgufReader.read(file);
        long count = number(header, "split.count", 1);
        if (count == 1) return List.of(header);
        if (count < 1 || count > MOST_FILES)
            throw bad(file, "bad-split", "split.count is " + count, "1 to " + MOST_FILES, "");
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (!name.matches() || Integer.parseInt(name.group(3)) != count) {
            String allowed = "a name that ends in -00001-of-" + String.format("%05d", count) + ".gguf";
            throw bad(
                    file, "bad-split-name", "one of " + count + " files under another name", allowed, "it was renamed");
        }
        return new GgufFiles(file, name.group(1), (int) count).readAll();
    }

    /** Reads a header at hand; the file must not be one of several, since nothing is opened. */
    static List<GgufHeader> read(Path displayName, byte[] header, long fileBytes) throws ModelFileException {
        GgufHeader read = GgufReader.read(displayName, header, fileBytes);
        long count = number(read, "split.count", 1);
        if (count == 1) return List.of(read);
        throw bad(displayName, "bad-split", "the header of one of " + count + " files", "that of a whole model", "");
    }

    private List<GgufHeader> readAll() throws ModelFileException {
        List<GgufHeader> headers = new ArrayList<>();
        for (int index = 0; index < count; index++) headers.add(readOne(index));
        Set<String> names = new HashSet<>();
        for (GgufHeader header : headers)
            for (GgufTensor tensor : header.tensors())
                if (!names.add(tensor.name()))
                    throw bad(
                            header.file(),
                            "duplicate-tensor",
                            "tensor '" + tensor.name() + "' again",
                            "each name in one file",
                            "");
        long expected = number(headers.get(0), "split.tensors.count", names.size());
        if (expected != names.size())
            throw bad(
                    named,
                    "bad-split",
                    "the files hold " + names.size() + " tensors",
                    expected + ", as split.tensors.count says",
                    "");
        return headers;
    }

    private GgufHeader readOne(int index) throws ModelFileException {
        String name = String.format("%s-%05d-of-%05d.gguf", prefix, index + 1, count);
        Path file = named.resolveSibling(name);
        GgufHeader header;
        try {
            header = GgufReader.read(file);
        } catch (ModelFileException e) {
            if (!e.code().equals("no-such-file")) throw e;
            throw bad(
                    file,
                    "missing-split",
                    "file " + (index + 1) + " of " + count + " is missing",
                    "all files in one folder",
                    "its download is not finished");
        }
        if (number(header, "split.count", 1) != count || number(header, "split.no", -1) != index) {
            String found = "split.no " + number(header, "split.no", -1) + " of split.count "
                    + number(header, "split.count", 1);
            throw bad(
                    file,
                    "bad-split",
                    found,
                    index + " of " + count + ", as its name says",
                    "it belongs to another model");
        }
        return header;
    }

    private static long number(GgufHeader header, String key, long otherwise) {
        if (!(header.metadata().get(key) instanceof GgufValue.Whole whole)) return otherwise;
        OptionalLong exact = whole.exact();
        return exact.orElse(Long.MAX_VALUE);
    }

    private static ModelFileException bad(Path file, String code, String found, String allowed, String hint) {
        return ModelFileException.ofFile(code, file, found, allowed, hint);
    }
}
