package dev.waggle.rules.facts;

import dev.waggle.hardware.Backend;
import dev.waggle.hardware.CpuArchitecture;
import dev.waggle.hardware.CpuFeatures;
import dev.waggle.hardware.OperatingSystem;
import dev.waggle.hardware.Vendor;
import dev.waggle.models.gguf.GgmlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The vocabularies that text is closed over. What one of them lacks is a slip of the pen: no field ever holds it. */
public enum Words {
    /** Any text: names, versions, files. */
    ANY("any text"),
    BACKENDS("a backend", words(Backend.values(), Backend::id)),
    OPERATING_SYSTEMS("an operating system", words(OperatingSystem.values(), OperatingSystem::id)),
    /** The operating systems that workers are built for. */
    PLATFORMS("an operating system that workers are built for", List.of("linux", "macos", "windows")),
    CPU_ARCHITECTURES("a processor architecture", words(CpuArchitecture.values(), CpuArchitecture::id)),
    /** The processors that workers are built for. */
    WORKER_ARCHITECTURES("a processor architecture that workers are built for", List.of("x86_64", "aarch64")),
    CPU_FEATURES("a processor extension", List.copyOf(CpuFeatures.vocabulary())),
    VENDORS("a maker of GPUs", words(Vendor.values(), Vendor::id)),
    FORMATS("a file format", List.of("gguf", "safetensors")),
    /** Element types of GGUF files. */
    GGML_TYPES("an element type of GGUF files", words(GgmlType.values(), GgmlType::name)),
    /** Element types of safetensors files that engines read. */
    DTYPES("an element type of safetensors files", List.of("BF16", "F16", "F32", "F8_E4M3", "MXFP4")),
    ELEMENT_TYPES("an element type", both(GGML_TYPES.fixed, DTYPES.fixed)),
    /** A format and an element type of it. */
    FORMAT_TYPES("a format and an element type", both(behind("gguf/", GGML_TYPES), behind("safetensors/", DTYPES))),
    /** What a file's quantization can be called: an element type, or a mixture of several. */
    QUANTIZATIONS(
            "a quantization",
            both(
                    ELEMENT_TYPES.fixed,
                    List.of("Q3_K_S", "Q3_K_M", "Q3_K_L", "Q4_K_S", "Q4_K_M", "Q5_K_S", "Q5_K_M", "none"))),
    CACHE_TYPES("an element type of the key-value cache", List.of("f16", "q8_0", "q4_0")),
    PLACEMENTS("a placement", List.of("all-on-device", "experts-on-host", "most-layers-on-device", "host")),
    TASKS("a task", List.of("chat", "completion", "embedding", "image")),
    PARAMETERS(
            "a request parameter",
            List.of(
                    "prompt",
                    "maxTokens",
                    "temperature",
                    "topP",
                    "topK",
                    "minP",
                    "seed",
                    "stop",
                    "repeatPenalty",
                    "presencePenalty",
                    "frequencyPenalty",
                    "grammar",
                    "jsonSchema")),
    /** The catalog says which. */
    WORKERS("a worker of the catalog"),
    /** The catalog says which. */
    ENGINES("an engine of the catalog, with its version"),
    /** The catalog says which. */
    ARCHITECTURES("a model architecture that the catalog knows"),
    /** A format and an architecture; the catalog says which. */
    FORMAT_ARCHITECTURES("a format and an architecture that the catalog knows"),
    /** The catalog says which. */
    TOKENIZER_FILES("a tokenizer file that the catalog knows");

    private final String meaning;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
    private final List<String> fixed;

    Words(String meaning) {
        this(meaning, List.of());
    }

    Words(String meaning, List<String> fixed) {
        this.meaning = meaning;
        this.fixed = List.copyOf(fixed);
    }

    /** What each of them is, with its article. */
    public String meaning() {
        return meaning;
    }

    /** The words that are the same for every catalog; empty for {@link #ANY} and where the catalog says which. */
    public List<String> fixed() {
        return fixed;
    }

    private static <E> List<String> words(E[] values, Function<E, String> word) {
        return Arrays.stream(values).map(word).toList();
    }

    private static List<String> both(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        for (String word : more) if (!all.contains(word)) all.add(word);
        return all;
    }

    private static List<String> behind(String prefix, Words words) {
        return words.fixed.stream().map(prefix::concat).toList();
    }
}
