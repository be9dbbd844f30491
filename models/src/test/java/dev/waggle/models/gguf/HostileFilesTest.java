package dev.waggle.models.gguf;

import static dev.waggle.models.gguf.RawGguf.header;
import static dev.waggle.models.gguf.RawGguf.llama;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.waggle.models.ModelFile;
import dev.waggle.models.io.ModelFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which the bytes of a GGUF file can be wrong gives its own error, at once. */
class HostileFilesTest {
    private static final long HUGE = 1L << 40;
    private static final String MINUS_ONE = "18446744073709551615";

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest(name = "{0}")
    @MethodSource({"preambles", "counts", "keys", "values", "tensors", "dimensions", "layouts", "shapes"})
    void read_hostileBytes_givesItsError(String name, String code, String mentions, byte[] bytes) {
        Path file = RawGguf.write(folder.resolve("hostile.gguf"), bytes);
        ModelFileException e = Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(1),
                () -> catchThrowableOfType(ModelFileException.class, () -> ModelFile.read(file)));
        assertThat(e).as(name).isNotNull();
        assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
        assertThat(e).hasMessageStartingWith("hostile.gguf: ").hasMessageContaining(mentions);
    }

    private static Arguments bad(String name, String code, String mentions, RawGguf bytes) {
        return arguments(name, code, mentions, bytes.bytes());
    }

    private static RawGguf text(String text) {
        return new RawGguf().ascii(text);
    }

    static Stream<Arguments> preambles() {
        return Stream.of(
                bad("empty", "empty-file", "download", new RawGguf()),
                bad("magic only", "truncated", "at byte 4", text("GGUF")),
                bad(
                        "wrong magic",
                        "wrong-magic",
                        "'ABCD'",
                        text("ABCD").i64(0).i64(0).i64(0)),
                bad("web page", "wrong-magic", "web page", text("<!DOCTYPE html><html></html>")),
                bad("LFS pointer", "wrong-magic", "git lfs pull", text("version https://git-lfs.github.com/spec/v1\n")),
                bad("zip", "wrong-magic", "zip archive", text("PK\3\4").i64(0).i64(0)),
                bad(
                        "pickle",
                        "wrong-magic",
                        "pickle",
                        text("\u0080\2}q\0").i64(0).i64(0)),
                bad("old format", "wrong-magic", "before GGUF", text("tjgg").i64(0)),
                bad("version 0", "unknown-version", "version 0", header(0, 0, 0)),
                bad("version 1", "unknown-version", "converting", header(1, 0, 0)),
                bad("version 4", "unknown-version", "version 4", header(4, 0, 0)),
                bad(
                        "big-endian",
                        "big-endian",
                        "big-endian",
                        text("GGUF").i32(3 << 24).i64(0).i64(0)));
    }

    static Stream<Arguments> counts() {
        return Stream.of(
                bad("tensors -1", "count-too-large", MINUS_ONE, header(3, -1, 0).data(64)),
                bad(
                        "tensors 2^40",
                        "count-too-large",
                        "1099511627776",
                        header(3, HUGE, 0).data(64)),
                bad(
                        "key-values -1",
                        "count-too-large",
                        MINUS_ONE,
                        header(3, 0, -1).data(64)),
                bad(
                        "key-values 2^40",
                        "count-too-large",
                        "key-values",
                        header(3, 0, HUGE).data(64)),
                bad(
                        "one key-value too many",
                        "empty-key",
                        "empty key",
                        llama(0, 1).data(64)),
                bad(
                        "one key-value too few",
                        "bad-tensor-name",
                        "4294967296",
                        header(3, 1, 0).i64(1L << 32).data(64)),
                bad(
                        "one tensor too many",
                        "bad-tensor-name",
                        "0 bytes",
                        llama(2, 0).tensor("t", 0, 0, 8).data(64)),
                bad(
                        "one tensor too few",
                        "trailing-bytes",
                        "too few",
                        llama(1, 0).tensor("a", 0, 0, 8).tensor("b", 0, 32, 64).data(320)));
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                bad(
                        "key of 2^64-1 bytes",
                        "key-too-long",
                        MINUS_ONE,
                        header(3, 0, 1).i64(-1).data(64)),
                bad(
                        "key of 65536 bytes",
                        "key-too-long",
                        "65536",
                        header(3, 0, 1).i64(65_536).data(70_000)),
                bad(
                        "empty key",
                        "empty-key",
                        "empty",
                        header(3, 0, 1).string("").data(64)),
                bad(
                        "NUL in key",
                        "nul-in-key",
                        "NUL",
                        header(3, 0, 1).key("a\0b", 0).i8(1).data(64)),
                bad(
                        "key not UTF-8",
                        "bad-utf8",
                        "UTF-8",
                        header(3, 0, 1).i64(2).i8(0xc3).i8(0x28).i32(0).i8(1).data(64)),
                bad(
                        "duplicate key",
                        "duplicate-key",
                        "'a'",
                        header(3, 0, 2).key("a", 0).i8(1).key("a", 0).i8(2).data(64)));
    }

    static Stream<Arguments> values() {
        return Stream.of(
                bad(
                        "value type 13",
                        "unknown-value-type",
                        "13",
                        header(3, 0, 1).key("a", 13).data(64)),
                bad(
                        "value type -1",
                        "unknown-value-type",
                        "-1",
                        header(3, 0, 1).key("a", -1).data(64)),
                bad(
                        "bool 2",
                        "bad-bool",
                        "bool of 2",
                        header(3, 0, 1).key("a", 7).i8(2).data(64)),
                bad(
                        "array of type 13",
                        "unknown-value-type",
                        "13",
                        header(3, 0, 1).key("a", 9).i32(13).i64(1).data(64)),
                bad(
                        "array of 2^40",
                        "array-too-long",
                        "1099511627776",
                        header(3, 0, 1).key("a", 9).i32(0).i64(HUGE).data(64)),
                bad(
                        "array whose size wraps",
                        "array-too-long",
                        "elements",
                        header(3, 0, 1).key("a", 9).i32(10).i64((1L << 61) + 1).data(64)),
                bad(
                        "array longer than the file",
                        "array-too-long",
                        "the rest of the file",
                        header(3, 0, 1).key("a", 9).i32(10).i64(1_000).data(64)),
                bad(
                        "2^30 empty strings",
                        "array-too-long",
                        "1073741824",
                        header(3, 0, 1).key("a", 9).i32(8).i64(1 << 30).data(64)),
                bad("nested 5 deep", "nested-too-deep", "5 deep", nested(5)),
                bad(
                        "string past the end",
                        "truncated",
                        "ends after",
                        header(3, 0, 1).key("a", 8).i64(1_000).data(64)),
                bad(
                        "string of 2^64-1",
                        "string-too-long",
                        MINUS_ONE,
                        header(3, 0, 1).key("a", 8).i64(-1).data(64)),
                bad(
                        "string of 11 MiB",
                        "string-too-long",
                        "11534336",
                        header(3, 0, 1).key("a", 8).i64(11 << 20).data(64)),
                bad(
                        "alignment 0",
                        "bad-alignment",
                        "0",
                        llama(0, 1).u32("general.alignment", 0).data(64)),
                bad(
                        "alignment 13",
                        "bad-alignment",
                        "13",
                        llama(0, 1).u32("general.alignment", 13).data(64)),
                bad(
                        "alignment int32",
                        "bad-alignment",
                        "INT32",
                        llama(0, 1).key("general.alignment", 5).i32(32).data(64)),
                bad(
                        "alignment 2^31",
                        "bad-alignment",
                        "2147483648",
                        llama(0, 1).u32("general.alignment", 1 << 31).data(64)),
                bad(
                        "no architecture",
                        "no-architecture",
                        "general.architecture",
                        header(3, 0, 0).data(64)),
                bad(
                        "architecture a number",
                        "no-architecture",
                        "not the name",
                        header(3, 0, 1).u32("general.architecture", 7).data(64)));
    }

    private static RawGguf nested(int depth) {
        RawGguf raw = header(3, 0, 1).key("a", 9);
        for (int i = 1; i < depth; i++) raw.i32(9).i64(1);
        return raw.i32(0).i64(1).i8(1).data(64);
    }

    static Stream<Arguments> tensors() {
        return Stream.of(
                bad(
                        "name of 64 bytes",
                        "bad-tensor-name",
                        "64 bytes",
                        llama(1, 0).tensor("n".repeat(64), 0, 0, 8).data(64)),
                bad(
                        "empty name",
                        "bad-tensor-name",
                        "0 bytes",
                        llama(1, 0).tensor("", 0, 0, 8).data(64)),
                bad(
                        "NUL in name",
                        "nul-in-name",
                        "NUL",
                        llama(1, 0).tensor("a\0", 0, 0, 8).data(64)),
                bad(
                        "duplicate name",
                        "duplicate-tensor",
                        "'a'",
                        llama(2, 0).tensor("a", 0, 0, 8).tensor("a", 0, 32, 8).data(64)),
                bad(
                        "type 31, removed",
                        "unknown-tensor-type",
                        "31",
                        llama(1, 0).tensor("a", 31, 0, 8).data(64)),
                bad(
                        "type 99",
                        "unknown-tensor-type",
                        "99",
                        llama(1, 0).tensor("a", 99, 0, 8).data(64)),
                bad(
                        "type -1",
                        "unknown-tensor-type",
                        "4294967295",
                        llama(1, 0).tensor("a", -1, 0, 8).data(64)),
                bad(
                        "row not whole blocks",
                        "row-not-whole-blocks",
                        "multiple of 256",
                        llama(1, 0).tensor("a", 12, 0, 255, 4).data(640)));
    }

    static Stream<Arguments> dimensions() {
        return Stream.of(
                bad(
                        "0 dimensions",
                        "bad-dimensions",
                        "0 dimensions",
                        llama(1, 0).tensor("a", 0, 0).data(64)),
                bad(
                        "5 dimensions",
                        "bad-dimensions",
                        "5 dimensions",
                        llama(1, 0).tensor("a", 0, 0, 1, 1, 1, 1, 1).data(64)),
                bad(
                        "dimension 2^63",
                        "bad-dimension",
                        "9223372036854775808",
                        llama(1, 0).tensor("a", 0, 0, Long.MIN_VALUE).data(64)),
                bad(
                        "dimensions (0,0)",
                        "bad-dimension",
                        "is 0",
                        llama(1, 0).tensor("a", 0, 0, 0, 0).data(64)),
                bad(
                        "product wraps",
                        "bad-dimension",
                        "2⁵⁷",
                        llama(1, 0).tensor("a", 0, 0, 1L << 32, 1L << 32).data(64)));
    }

    static Stream<Arguments> layouts() {
        RawGguf misaligned =
                llama(2, 0).tensor("a", 0, 0, 8).tensor("b", 0, 33, 8).data(96);
        RawGguf overlapping =
                llama(2, 0).tensor("a", 0, 0, 16).tensor("b", 0, 32, 8).data(128);
        RawGguf gap = llama(2, 0).tensor("a", 0, 0, 8).tensor("b", 0, 64, 8).data(96);
        RawGguf wrapping = llama(3, 0)
                .tensor("a", 28, 0, 1L << 56)
                .tensor("b", 28, 1L << 59, 1L << 56)
                .tensor("c", 28, 1L << 60, 1L << 56);
        return Stream.of(
                bad("misaligned", "data-misaligned", "offset 33", misaligned),
                bad("overlapping", "data-overlap", "offset 32", overlapping),
                bad("gap", "data-gap", "offset 64", gap),
                bad(
                        "past the end",
                        "data-past-end",
                        "complete",
                        llama(1, 0).tensor("a", 0, 0, 1_000).data(64)),
                bad("far past the end", "data-past-end", "complete", wrapping.data(64)),
                bad(
                        "bytes behind",
                        "trailing-bytes",
                        "32 bytes",
                        llama(1, 0).tensor("a", 0, 0, 8).data(64)));
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                bad(
                        "block_count a text",
                        "bad-shape-key",
                        "text 'two'",
                        shape().key("llama.block_count", 8).string("two").data(64)),
                bad(
                        "block_count 0",
                        "bad-shape-key",
                        "is 0",
                        shape().u32("llama.block_count", 0).data(64)),
                bad(
                        "block_count 2^32-1",
                        "bad-shape-key",
                        "4294967295",
                        shape().u32("llama.block_count", -1).data(64)));
    }

    private static RawGguf shape() {
        return llama(0, 2).u32("llama.embedding_length", 64);
    }

    @ParameterizedTest
    @MethodSource("endings")
    void read_truncatedAtAnyByte_isATypedError(int length) {
        byte[] whole = wholeFile();
        Path file = RawGguf.write(folder.resolve("cut.gguf"), java.util.Arrays.copyOf(whole, length));
        ModelFileException e = catchThrowableOfType(ModelFileException.class, () -> ModelFile.read(file));
        assertThat(e).as("cut at " + length).isNotNull();
        assertThat(e.code()).isIn("empty-file", "truncated", "count-too-large", "array-too-long", "data-past-end");
        assertThat(e.offset().orElse(0)).isBetween(0L, (long) length);
    }

    static Stream<Integer> endings() {
        return Stream.iterate(0, length -> length + 1).limit(wholeFile().length);
    }

    private static byte[] wholeFile() {
        return llama(2, 3)
                .key("list", 9)
                .i32(8)
                .i64(2)
                .string("one")
                .string("two")
                .key("numbers", 9)
                .i32(4)
                .i64(3)
                .i32(1)
                .i32(2)
                .i32(3)
                .u32("llama.context_length", 128)
                .tensor("token_embd.weight", 0, 0, 8, 2)
                .tensor("output_norm.weight", 0, 64, 8)
                .data(96)
                .bytes();
    }

    @ParameterizedTest
    @MethodSource("wholeFileCases")
    void read_wholeFile_succeeds(byte[] bytes) throws ModelFileException {
        ModelFile model = ModelFile.read(RawGguf.write(folder.resolve("whole.gguf"), bytes));
        assertThat(model.architecture()).isEqualTo("llama");
        assertThat(model.parameters()).isEqualTo(24);
    }

    static Stream<byte[]> wholeFileCases() {
        byte[] version2 = wholeFile();
        version2[4] = 2;
        return Stream.of(wholeFile(), version2);
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void read_garbage_neverThrowsAnythingElse(byte[] bytes) {
        Path file = RawGguf.write(folder.resolve("garbage.gguf"), bytes);
        Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(() -> ModelFile.read(file));
        assertThat(thrown).isInstanceOf(ModelFileException.class);
    }

    static Stream<byte[]> garbage() {
        return Stream.of("", "G", "hello", "GGUF\u0003\0\0\0", "{\"a\":1}")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
