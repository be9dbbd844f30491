package dev.waggle.models.gguf;

import dev.waggle.models.io.ModelFileException;
import dev.waggle.models.io.UntrustedFile;
import java.nio.charset.StandardCharsets;

/** The first eight bytes: magic and version, and a good guess at what the file is instead. */
final class GgufPreamble {
    private static final int MAGIC = 0x46554747; // "GGUF", little-endian

    private final UntrustedFile in;

    GgufPreamble(UntrustedFile in) {
        this.in = in;
    }

    /** Reads magic and version, and returns the version: 2 or 3. */
    int version() throws ModelFileException {
        if (in.size() == 0) throw bad("empty-file", 0, "an empty file", "a GGUF file", "the download never started");
        int magic = in.i32();
        if (magic != MAGIC) throw bad("wrong-magic", 0, "the bytes " + quoted(magic), "'GGUF'", guess(magic));
        long at = in.position();
        int version = in.i32();
        if (version == 2 || version == 3) return version;
        if (Integer.reverseBytes(version) >= 1 && Integer.reverseBytes(version) <= 3)
            throw bad(
                    "big-endian",
                    at,
                    "a big-endian file",
                    "little-endian",
                    "the model's page has another file for this machine");
        String found = "GGUF version " + Integer.toUnsignedString(version);
        throw bad(
                "unknown-version",
                at,
                found,
                "2 or 3",
                version == 1 ? "converting the model again helps" : "the file is damaged or newer than this reader");
    }

    private static String quoted(int magic) {
        StringBuilder text = new StringBuilder("'");
        for (int i = 0; i < 4; i++) {
            int c = magic >>> (8 * i) & 0xff;
            if (c >= 0x20 && c < 0x7f) text.append((char) c);
            else text.append(String.format("\\x%02x", c));
        }
        return text.append('\'').toString();
    }

    private static String guess(int magic) {
        byte[] b = {(byte) magic, (byte) (magic >>> 8), (byte) (magic >>> 16), (byte) (magic >>> 24)};
        String start = new String(b, StandardCharsets.ISO_8859_1);
        if (start.startsWith("<")) return "this is a web page, not the model; download it again";
        if (start.equals("vers")) return "this is a Git LFS pointer; 'git lfs pull' fetches the model";
        if (start.startsWith("PK"))
            return "this is a zip archive, such as a PyTorch checkpoint; it can run code when loaded";
        if (b[0] == (byte) 0x80 && b[1] >= 2 && b[1] <= 5)
            return "this is a Python pickle; it can run code when loaded";
        if (start.equals("FUGG")) return "this is a big-endian file";
        if (start.equals("lmgg") || start.equals("tjgg") || start.equals("fmgg"))
            return "this is a GGML file from before GGUF; converting the model again helps";
        return "this is another kind of file";
    }

    private ModelFileException bad(String code, long at, String found, String allowed, String hint) {
        return ModelFileException.at(code, in.file(), at, found, allowed, hint);
    }
}
