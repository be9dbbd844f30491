package dev.waggle.rules.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a row can be bad is refused with file, line and id. */
@Tag("slow")
class BadCatalogTest {
    private static final String LLAMA = "models/llama-3.1-8b.yaml";
    private static final String CUDA = "workers/llamacpp-cuda.yaml";
    private static final String ENGINE = "engines/candle-0.9.1-rbee.yaml";
    private static final String RTX = "machines/rtx-4090.yaml";
    private static final String MAC = "machines/m4-max-64gb.yaml";
    private static final String SIZES = "models/shapes/sizes.txt";
    private static final String POLICY = "policy.yaml";
    private static final String GPUS = "devices/devices.yaml";

    @TempDir
    Path folder = Path.of("");

    /** {@code offset} is how many lines behind the change the error is. */
    private static Arguments bad(int offset, String why, String path, String from, String to, String... mentions) {
        return Arguments.of(offset, why, path, from, to, List.of(mentions));
    }

    static List<Arguments> rows() {
        return List.of(
                bad(0, "unknown field", LLAMA, "gated:", "gatet:", "'gatet'", "Maybe you meant 'gated'"),
                bad(0, "unknown field far from any", RTX, "cores: 16", "x: 16\ncores: 16", "unknown field 'x'"),
                bad(0, "unknown field, nested", ENGINE, "loadsAs: stored", "loadAs: stored", "'loadsAs'"),
                bad(0, "unknown engine", CUDA, "llama.cpp-0.5.0\n", "llama.cpp-0.5.1\n", "meant 'llama.cpp-0.5.0'"),
                bad(
                        0,
                        "unknown engine of a system",
                        CUDA,
                        "windows: llama.cpp-0.4.0",
                        "windows: llama.cpp-0.4",
                        "'llama.cpp-0.4.0'"),
                bad(0, "engine of a system it is not for", CUDA, "{windows:", "{macos:", "'macos'", "linux, windows"),
                bad(0, "package of another system", CUDA, "os: windows", "os: macos", "'macos'", "linux, windows"),
                bad(
                        0,
                        "package of another processor",
                        CUDA,
                        "architecture: x86_64",
                        "architecture: aarch64",
                        "'aarch64'"),
                bad(0, "package that is there twice", CUDA, "os: windows", "os: linux", "'linux' with 'x86_64' again"),
                bad(
                        0,
                        "package with another engine",
                        CUDA,
                        "engine: llama.cpp-0.4.0",
                        "engine: llama.cpp-0.5.0",
                        "in a package for windows",
                        "enginesByOs"),
                bad(0, "package without a scope", CUDA, "\"@node-llama-cpp/linux", "\"node-llama-cpp/linux", "@scope/"),
                bad(
                        0,
                        "package of a range of versions",
                        CUDA,
                        "version: 3.22.1",
                        "version: ^3.22.1",
                        "'^3.22.1'",
                        "three"),
                bad(0, "package of another hash", CUDA, "integrity: sha512-", "integrity: sha1-", "sha512- and 88"),
                bad(0, "package of no size", CUDA, "unpackedBytes: 189352027", "unpackedBytes: 0", "1 to"),
                bad(0, "package with an unknown field", CUDA, "    unpackedBytes: 1", "    bytes: 1", "'bytes'"),
                bad(0, "unknown shape", LLAMA, "shape: llama31-8b", "shape: llama3-8b", "meant 'llama31-8b'"),
                bad(0, "unknown worker", POLICY, "llamacpp-cuda,", "lamacpp-cuda,", "meant 'llamacpp-cuda'"),
                bad(
                        0,
                        "unknown architecture",
                        ENGINE,
                        "architecture: llama, tok",
                        "architecture: lama, tok",
                        "'llama'"),
                bad(
                        0,
                        "unknown word",
                        CUDA,
                        "workerType: cuda",
                        "workerType: coda",
                        "'coda'",
                        "cpu, cuda",
                        "meant 'cuda'"),
                bad(0, "unknown word in a list", CUDA, "chat, comp", "chatt, comp", "/tasks/0", "meant 'chat'"),
                bad(0, "unknown quantization", LLAMA, "quantization: Q6_K", "quantization: Q6K", "meant 'Q6_K'"),
                bad(0, "unknown tensor type", ENGINE, "Q5_K, Q6_K]", "Q5_K, Q6_KK]", "meant 'Q6_K'"),
                bad(1, "duplicate field", LLAMA, "gated: true", "gated: true\ngated: false", "'gated' again"),
                bad(0, "duplicate in a list", CUDA, "[linux, windows]", "[linux, linux]", "'linux'", "each once"),
                bad(0, "duplicate variant", LLAMA, "id: Q4_0", "id: Q3_K_M", "'Q3_K_M' again"),
                bad(
                        0,
                        "duplicate device of a machine",
                        "machines/2x-rtx-3090.yaml",
                        "id: gpu1",
                        "id: gpu0",
                        "'gpu0' again"),
                bad(0, "duplicate device", GPUS, "id: rtx-5080", "id: rtx-5090", "'rtx-5090' again"),
                bad(0, "percent over 100", POLICY, "comfortablePercent: 5", "comfortablePercent: 101", "0 to 100"),
                bad(0, "bytes below 0", POLICY, "amd: 0", "amd: -1", "-1"),
                bad(0, "bytes over 2^53", POLICY, "amd: 0", "amd: 9007199254740992", "9007199254740991"),
                bad(0, "bytes over 2^64", POLICY, "amd: 0", "amd: 99999999999999999999", "99999999999999999999"),
                bad(0, "no memory", RTX, "memoryBytes: 25757220864", "memoryBytes: 0", "1 to"),
                bad(
                        -4,
                        "more free than there is",
                        MAC,
                        "unifiedMemory",
                        "freeBytes: 68719476737\n    unifiedMemory",
                        "freeBytes of gpu0"),
                bad(0, "capability as a number", RTX, "\"8.9\"", "8.9", "the number 8.9", "quotes around it"),
                bad(0, "capability of three parts", RTX, "\"8.9\"", "\"8.9.0\"", "'8.9.0'", "\"8.9\""),
                bad(0, "capability of a worker", CUDA, "\"7.5\"", "\"seven\"", "'seven'"),
                bad(0, "processor on a device", RTX, "[cuda, vulkan]", "[cuda, cpu]", "'cpu'"),
                bad(0, "placement of another kind", CUDA, "most-layers-on-device]", "host]", "'host'"),
                bad(
                        -8,
                        "missing source of a device",
                        GPUS,
                        "    source: NVIDIA",
                        "    # source: NVIDIA",
                        "rtx-5090",
                        "no 'source'"),
                bad(-5, "missing source of a figure", POLICY, "  headroom: product decision\n", "", "no 'headroom'"),
                bad(
                        0,
                        "empty source",
                        GPUS,
                        "source: NVIDIA product specification; memory as nvidia-smi shows it",
                        "source: ''",
                        "''"),
                bad(-4, "missing figure", POLICY, "  rocm: 367001600", "  # rocm", "no 'rocm'"),
                bad(0, "number instead of text", CUDA, "version: 0.5.0", "version: 0.5", "0.5", "quotes"),
                bad(0, "text instead of a number", RTX, "cores: 16", "cores: many", "'many'"),
                bad(0, "text instead of a list", CUDA, "[linux, windows]", "linux", "a list", "brackets"),
                bad(0, "yes instead of true", LLAMA, "gated: true", "gated: yes", "'yes'", "true or false"),
                bad(0, "text instead of a map", CUDA, "source:\n  type: npm\n  path: ", "source: ", "/source", "a map"),
                bad(0, "id of another file", LLAMA, "id: llama-3.1-8b", "id: llama-3.2-8b", "the file's name"),
                bad(0, "no id", RTX, "id: rtx-4090\n", "", "no 'id'"),
                bad(
                        0,
                        "repository without owner",
                        LLAMA,
                        "repository: meta-llama/Llama",
                        "repository: Llama",
                        "owner/name"),
                bad(0, "size beside a shape", LLAMA, "Q4_0}", "Q4_0, fileBytes: 5}", "the shape gives it"),
                bad(0, "quantization that none makes", LLAMA, "quantization: Q4_0", "quantization: MXFP4", "Q4_K_M"),
                bad(0, "tab", RTX, "  - id: gpu0", "	- id: gpu0", "a tab"),
                bad(0, "indentation", RTX, "    vendor: nvidia", "   vendor: nvidia", "not readable", "indented"),
                bad(1, "open bracket", CUDA, "[linux, windows]", "[linux, windows", "not readable"),
                bad(0, "alias", RTX, "name: RTX 4090", "name: *a", "anchor or alias"),
                bad(0, "anchor", RTX, "[cuda, vulkan]", "&a [cuda, vulkan]", "anchor or alias"),
                bad(1, "second document", RTX, "cores: 16", "---\ncores: 16", "second document"),
                bad(0, "size without a number", SIZES, "gemma2-9b 5755029344", "gemma2-9b", "'gemma2-9b'"),
                bad(0, "size of no shape", SIZES, "gemma2-9b ", "gemma2-9bb ", "meant 'gemma2-9b'"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("rows")
    void load_badRow_isRefusedWithFileAndLine(
            int offset, String why, String path, String from, String to, List<String> mentions) {
        CatalogCopy copy = new CatalogCopy(folder);
        int line = copy.change(path, from, to) + offset;
        CatalogException refusal = copy.refusal();
        assertThat(refusal).as(why).hasMessageContainingAll(mentions.toArray(new String[0]));
        assertThat(refusal).hasMessageStartingWith(path + ":" + line + ": ");
        assertThat(refusal.line()).hasValue(line);
        if (path.startsWith("models/l") || path.startsWith("workers/"))
            assertThat(refusal.id()).as(refusal.getMessage()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "models/llama-3.1-8b.yaml, source",
        "engines/candle-0.9.1-rbee.yaml, source",
        "machines/rtx-4090.yaml, source",
        "workers/llamacpp-metal.yaml, factsFrom"
    })
    void load_rowWithoutSource_isRefused(String path, String field) {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.cut(path, field + ": >-");
        assertThat(copy.refusal()).hasMessageMatching(path + ":[123]: .*: no '" + field + "'.*");
    }

    @Test
    void load_sizeOfAnotherFile_isRefused() {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.change(SIZES, "llama31-8b 4912916160", "llama31-8b 4912916000");
        assertThat(copy.refusal())
                .hasMessageStartingWith("models/shapes/llama31-8b.gguf.gz: llama31-8b: ")
                .hasMessageContaining("the tensors end at byte 4912916160")
                .hasMessageEndingWith("Maybe its size in sizes.txt is wrong.");
    }

    @Test
    void load_missingFile_isRefused() {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.delete(POLICY);
        assertThat(copy.refusal()).hasMessageStartingWith("policy.yaml: no such file");
    }

    @Test
    void load_missingShape_isRefusedByTheSizes() {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.delete("models/shapes/gemma2-9b.gguf.gz");
        assertThat(copy.refusal()).hasMessageStartingWith(SIZES + ":2: gemma2-9b: no file");
    }

    @Test
    void load_shapeWithoutSize_isRefused() {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.change(SIZES, "gemma2-9b 5755029344\n", "");
        assertThat(copy.refusal()).hasMessageStartingWith(SIZES + ": gemma2-9b: no size of models/shapes/gemma2-9b");
    }

    @Test
    void load_strayFile_isRefused() {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.write("engines/new-engine.yml", "id: new-engine\n");
        assertThat(copy.refusal()).hasMessageStartingWith("engines/new-engine.yml: a file that means nothing here");
    }

    @Test
    void load_emptyFile_isRefused() {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.write("machines/new.yaml", "# nothing yet\n");
        assertThat(copy.refusal()).hasMessageContaining("machines/new.yaml:1: new: an empty file");
    }

    @Test
    void load_damagedShape_isRefused() {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.write("models/shapes/gemma2-9b.gguf.gz", "no gzip");
        assertThat(copy.refusal()).hasMessageStartingWith("models/shapes/gemma2-9b.gguf.gz: gemma2-9b: not readable");
    }

    @Test
    void load_fileThatIsNotUtf8_isRefused() {
        CatalogCopy copy = new CatalogCopy(folder);
        copy.write("machines/new.yaml", new byte[] {'i', 'd', ':', ' ', (byte) 0xff});
        assertThat(copy.refusal()).hasMessageContaining("machines/new.yaml: not UTF-8");
    }

    @Test
    void load_noFolder_isRefused() {
        assertThat(catchThrowable(() -> CatalogLoader.load(folder.resolve("none"))))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("no such folder");
    }
}
