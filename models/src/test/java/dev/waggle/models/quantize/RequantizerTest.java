package dev.waggle.models.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.waggle.fixtures.ModelHeaders;
import dev.waggle.models.ModelFile;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.gguf.GgufTensor;
import dev.waggle.models.io.ModelFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Quantizing real models' headers, compared with the tables that quantizing made of the same models. */
class RequantizerTest {
    private static final List<String> BY_SIZE =
            List.of("Q2_K", "Q3_K_M", "Q4_K_M", "Q5_K_M", "Q6_K", "Q8_0", "F16", "F32");

    /** Headers whose names end in or whose release is another type. */
    private static final Map<String, String> OTHER_LABELS = Map.of(
            "rwkv7-world-2.9b-q8_0", "Q8_0",
            "bge-large-en-v1.5-f16", "F16",
            "bge-small-en-v1.5", "F16",
            "flan-t5-large", "F16",
            "jina-v2-base-en", "F16",
            "modernbert-base", "F16",
            "nomic-embed-v1.5", "F16",
            "nomic-embed-v2-moe", "F16");

    /** Mixtures that no plain run of llama-quantize makes from a 16-bit file. */
    private static final Set<String> MXFP4 = Set.of("gpt-oss-20b", "gpt-oss-120b", "qwen3.5-35b-a3b-mxfp4");

    @TempDir
    static Path folder = Path.of("");

    private static ModelFile read(String name) throws ModelFileException {
        return ModelFile.read(ModelHeaders.restore(name, folder));
    }

    static Set<String> names() {
        return ModelHeaders.sizes().keySet();
    }

    /**
     * Headers that other rules made, with each change that 0.5.0's rules make to them. None was written by llama-quantize
     * 0.5.0: they lack {@code general.file_type}, and their tensors are in another order than it writes.
     */
    static Map<String, Map<String, Long>> otherRules() {
        return Map.of(
                // Without the rule that gives a 70B's value matrices more bits.
                "llama33-70b",
                Map.of("blk.N.attn_v.weight Q4_K to Q5_K", 40L),
                // Without the rules for eight experts.
                "mixtral-8x7b",
                Map.of(
                        "blk.N.attn_k.weight Q4_K to Q8_0", 32L,
                        "blk.N.attn_output.weight Q4_K to Q5_K", 32L,
                        "blk.N.attn_v.weight Q4_K to Q8_0", 16L,
                        "blk.N.attn_v.weight Q6_K to Q8_0", 16L),
                // By an older rule: joined queries, keys and values get Q5_K; today they are treated as values.
                "phi3-mini",
                Map.of("blk.N.attn_qkv.weight Q5_K to Q4_K", 16L, "blk.N.attn_qkv.weight Q5_K to Q6_K", 16L),
                // Rows of 896: Q6_K was replaced by Q5_0, where llama-quantize takes Q8_0.
                "qwen25-05b",
                Map.of("blk.N.attn_v.weight Q5_0 to Q8_0", 12L, "token_embd.weight Q5_0 to Q8_0", 1L),
                // The same with rows of 1408; the parts of the compressed cache were spared and shared experts counted
                // among the others.
                "deepseek-v2-lite",
                Map.of(
                        "blk.N.attn_k_b.weight Q8_0 to Q5_0", 27L,
                        "blk.N.attn_v_b.weight Q8_0 to Q4_K", 27L,
                        "blk.N.ffn_down.weight Q5_0 to Q8_0", 1L,
                        "blk.N.ffn_down_exps.weight Q5_0 to Q8_0", 12L,
                        "blk.N.ffn_down_shexp.weight Q6_K to Q4_K", 14L),
                // Every value and down matrix was made Q6_K, not only the sensitive ones.
                "granite4-h-tiny",
                Map.of(
                        "blk.N.attn_v.weight Q6_K to Q4_K", 2L,
                        "blk.N.ffn_down_exps.weight Q6_K to Q4_K", 20L,
                        "blk.N.ffn_down_shexp.weight Q6_K to Q4_K", 20L));
    }

    private static Map<String, GgmlType> types(ModelFile model) {
        return model.tensors().stream().collect(Collectors.toMap(GgufTensor::name, GgufTensor::type));
    }

    private static Map<String, Long> changes(ModelFile from, ModelFile to) {
        Map<String, GgmlType> before = types(from);
        Map<String, Long> changes = new TreeMap<>();
        for (GgufTensor tensor : to.tensors())
            if (before.get(tensor.name()) != tensor.type()) {
                String kind = tensor.name().replaceAll("[0-9]+", "N");
                changes.merge(kind + " " + before.get(tensor.name()) + " to " + tensor.type(), 1L, Long::sum);
            }
        return changes;
    }

    static List<String> notMxfp4() {
        return names().stream().filter(name -> !MXFP4.contains(name)).toList();
    }

    @ParameterizedTest
    @MethodSource("notMxfp4")
    void requantize_toItsOwnMixture_reproducesItsTable(String name) throws ModelFileException {
        ModelFile base = read(name);
        ModelFile again = Requantizer.requantize(base, OTHER_LABELS.getOrDefault(name, "Q4_K_M"));
        Map<String, Long> expected = otherRules().getOrDefault(name, Map.of());
        assertThat(changes(base, again)).isEqualTo(expected);
        assertThat(again.tensors()).hasSameSizeAs(base.tensors());
        if (expected.isEmpty()) assertThat(again.fileBytes()).isEqualTo(base.fileBytes());
        if (isInFileOrder(base)) assertThat(again.tensors()).isEqualTo(base.tensors());
    }

    @Test
    void headers_writtenByLlamaQuantize_areThirteen() {
        assertThat(notMxfp4().stream().filter(name -> {
                    try {
                        return isInFileOrder(read(name));
                    } catch (ModelFileException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .hasSize(13)
                .doesNotContainAnyElementsOf(otherRules().keySet());
    }

    private static boolean isInFileOrder(ModelFile model) {
        return model.tensors().equals(FileOrder.sorted(model.tensors()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void requantize_toSmallerMixtures_getsSmaller(String name) throws ModelFileException {
        ModelFile base = read(name);
        long smaller = 0;
        for (String label : BY_SIZE) {
            long bytes = Requantizer.requantize(base, label).fileBytes();
            assertThat(bytes).as(label).isGreaterThanOrEqualTo(smaller);
            smaller = bytes;
        }
        assertThat(Requantizer.requantize(base, "BF16").fileBytes())
                .isEqualTo(Requantizer.requantize(base, "F16").fileBytes());
    }

    @ParameterizedTest
    @MethodSource("names")
    void requantize_twice_isRequantizedOnce(String name) throws ModelFileException {
        ModelFile base = read(name);
        for (String label : BY_SIZE.subList(0, 6)) {
            ModelFile once = Requantizer.requantize(base, label);
            assertThat(Requantizer.requantize(once, label)).as(label).isEqualTo(once);
        }
    }

    @Test
    void requantize_throughF16_isTheSameAsDirectly() throws ModelFileException {
        ModelFile base = read("llama31-8b");
        ModelFile f16 = Requantizer.requantize(base, "F16");
        for (String label : Requantizer.labels())
            assertThat(Requantizer.requantize(f16, label)).isEqualTo(Requantizer.requantize(base, label));
    }

    @Test
    void requantize_toF16_takesTwoBytesAnElementOfMatricesAndFourOfVectors() throws ModelFileException {
        ModelFile f16 = Requantizer.requantize(read("llama31-8b"), "F16");
        long vectors = f16.tensors().stream()
                .filter(tensor -> tensor.shape().size() == 1)
                .mapToLong(GgufTensor::elements)
                .sum();
        assertThat(f16.bytesByType())
                .isEqualTo(Map.of(GgmlType.F16, 2 * (f16.parameters() - vectors), GgmlType.F32, 4 * vectors));
        assertThat(f16.fileBytes()).isBetween(2 * f16.parameters(), 2 * f16.parameters() + (8 << 20));
    }

    /** Sizes that Hugging Face shows for public files of Llama 3.1 8B made by llama-quantize, in GB; recalled. */
    @ParameterizedTest
    @CsvSource({
        "Q2_K, 3.18",
        "Q3_K_S, 3.66",
        "Q3_K_M, 4.02",
        "Q3_K_L, 4.32",
        "Q4_0, 4.66",
        "Q4_K_S, 4.69",
        "Q4_K_M, 4.92",
        "Q5_K_S, 5.60",
        "Q5_K_M, 5.73",
        "Q6_K, 6.60",
        "Q8_0, 8.54",
        "F16, 16.07",
        "F32, 32.13"
    })
    void requantize_knownModel_hasTheSizeOfPublicFiles(String label, double gigabytes) throws ModelFileException {
        double found = Requantizer.requantize(read("llama31-8b"), label).fileBytes() / 1e9;
        assertThat(found).isCloseTo(gigabytes, within(gigabytes * 0.003));
    }

    @Test
    void requantize_onlyChangesQuantizationSizeAndTable() throws ModelFileException {
        ModelFile base = read("qwen3-30b-a3b");
        ModelFile other = Requantizer.requantize(base, "Q8_0");
        assertThat(other.quantization()).isEqualTo("Q8_0");
        assertThat(other)
                .usingRecursiveComparison()
                .ignoringFields("quantization", "fileBytes", "tensors")
                .isEqualTo(base);
        assertThat(other.tensors()).extracting(GgufTensor::elements).hasSameSizeAs(base.tensors());
    }

    @Test
    void requantize_rowsThatAreNotWholeBlocks_getReplacements() throws ModelFileException {
        Map<String, GgmlType> types = types(Requantizer.requantize(read("qwen25-05b"), "Q3_K_M"));
        assertThat(types)
                .containsEntry("blk.0.attn_q.weight", GgmlType.Q4_0)
                .containsEntry("blk.0.attn_v.weight", GgmlType.Q5_1)
                .containsEntry("blk.5.attn_output.weight", GgmlType.Q5_0)
                .containsEntry("blk.5.ffn_down.weight", GgmlType.Q4_K)
                .containsEntry("token_embd.weight", GgmlType.Q8_0);
    }

    @Test
    void requantize_unknownLabel_namesWhatIsAllowed() throws ModelFileException {
        ModelFile base = read("llama32-1b");
        assertThatThrownBy(() -> Requantizer.requantize(base, "Q9_K"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'Q9_K'")
                .hasMessageContaining("Q4_K_M");
    }
}
