package dev.waggle.rules.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.waggle.hardware.CpuArchitecture;
import dev.waggle.hardware.CpuFeatures;
import dev.waggle.hardware.OperatingSystem;
import dev.waggle.hardware.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The schemas by which editors check catalog files as they are typed: what is shipped passes, what is spoiled does not, and
 * their words are the loader's. {@code -Dwaggle.golden=update} writes the words anew.
 */
class CatalogSchemasTest {
    private static final Path SCHEMAS =
            Path.of("..", "docs", "schemas").toAbsolutePath().normalize();
    private static final Path CATALOG = Path.of("catalog");
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    /** Path of a file → the schema it is checked by. */
    private static final Map<Pattern, String> KINDS = Map.of(
            Pattern.compile("engines/.*\\.yaml"), "engine",
            Pattern.compile("workers/.*\\.yaml"), "worker",
            Pattern.compile("models/[^/]*\\.yaml"), "model",
            Pattern.compile("machines/.*\\.yaml"), "machine",
            Pattern.compile("devices/devices\\.yaml"), "devices",
            Pattern.compile("devices/cpus\\.yaml"), "cpus",
            Pattern.compile("graphs/.*\\.yaml"), "graphs",
            Pattern.compile("policy\\.yaml"), "policy",
            Pattern.compile("known-good\\.yaml"), "known-good");

    static Stream<String> files() throws IOException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(CATALOG)) {
            paths.filter(path -> path.toString().endsWith(".yaml"))
                    .forEach(path ->
                            files.add(CATALOG.relativize(path).toString().replace('\\', '/')));
        }
        return files.stream().sorted();
    }

    private static Set<ValidationMessage> problems(String file, JsonNode tree) {
        String kind = KINDS.entrySet().stream()
                .filter(each -> each.getKey().matcher(file).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no schema for " + file));
        JsonSchema schema = FACTORY.getSchema(
                SchemaLocation.of(SCHEMAS.resolve(kind + ".json").toUri().toString()));
        return schema.validate(tree);
    }

    private static JsonNode tree(String file) throws IOException {
        return YAML.readTree(CATALOG.resolve(file).toFile());
    }

    @ParameterizedTest
    @MethodSource("files")
    void shippedFile_passesItsSchema(String file) throws IOException {
        assertThat(problems(file, tree(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void shippedFile_withAFieldNobodyKnows_fails(String file) throws IOException {
        ObjectNode tree = (ObjectNode) tree(file);
        tree.put("surprise", 1);
        assertThat(problems(file, tree))
                .anySatisfy(problem -> assertThat(problem.getMessage()).contains("surprise"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "workers/llamacpp-cuda.yaml | /workerType | \"cudo\"",
                "workers/llamacpp-cuda.yaml | /platforms/0 | \"freebsd\"",
                "workers/llamacpp-cuda.yaml | /placements/0 | \"host\"",
                "workers/llamacpp-cpu.yaml | /placements/0 | \"all-on-device\"",
                "workers/llamacpp-cuda.yaml | /minimumComputeCapability | 7.5",
                "workers/llamacpp-cuda.yaml | /minimumDriverVersion | 580",
                "workers/llamacpp-cuda.yaml | /packages/0/integrity | \"sha1-x\"",
                "workers/llamacpp-cuda.yaml | /supportsStreaming | \"yes\"",
                "engines/llama.cpp-0.5.0.yaml | /formats/gguf/loadsAs | \"F16\"",
                "engines/llama.cpp-0.5.0.yaml | /tensorTypes/0 | \"Q4_K_M\"",
                "engines/llama.cpp-0.5.0.yaml | /parameters/1 | \"max_tokens\"",
                "engines/llama.cpp-0.5.0.yaml | /version | 0.5",
                "models/llama-3.1-8b.yaml | /variants/0/quantization | \"Q4_K\"",
                "models/llama-3.1-8b.yaml | /variants/0/format | \"ggfu\"",
                "models/llama-3.1-8b.yaml | /architecture | \"llama\"",
                "models/llama-3.1-8b.yaml | /variants | []",
                "models/llama-3.1-8b.yaml | /repository | \"llama\"",
                "models/flux.1-dev.yaml | /parameters | null",
                "machines/rtx-4090.yaml | /os | \"mac\"",
                "machines/rtx-4090.yaml | /ramBytes | \"64 GB\"",
                "machines/rtx-4090.yaml | /ramBytes | -1",
                "machines/rtx-4090.yaml | /cpuFeatures/0 | \"sse-3\"",
                "machines/rtx-4090.yaml | /devices/0/backends/0 | \"cpu\"",
                "devices/devices.yaml | /devices/0/vendor | \"nvida\"",
                "devices/cpus.yaml | /cpus/0/bandwidthBytesPerSecond | 0",
                "graphs/llamacpp-0.5.yaml | /architectures/0/layout | \"paralel\"",
                "policy.yaml | /defaultKvType | \"q5_0\"",
                "policy.yaml | /placementOrder/0 | \"on-device\"",
                "policy.yaml | /headroom/comfortablePercent | 101",
                "policy.yaml | /osReserveBytes/linux | -1"
            })
    void shippedFile_spoiled_fails(String file, String pointer, String value) throws IOException {
        JsonNode tree = tree(file);
        int slash = pointer.lastIndexOf('/');
        JsonNode owner = tree.at(pointer.substring(0, slash));
        JsonNode spoiled = JSON.readTree(value);
        if (owner instanceof ArrayNode list) list.set(Integer.parseInt(pointer.substring(slash + 1)), spoiled);
        else ((ObjectNode) owner).set(pointer.substring(slash + 1), spoiled);
        assertThat(problems(file, tree)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void shippedFile_withoutItsFirstField_fails(String file) throws IOException {
        ObjectNode tree = (ObjectNode) tree(file);
        tree.remove(tree.fieldNames().next());
        assertThat(problems(file, tree)).isNotEmpty();
    }

    @Test
    void words_areTheLoaders() throws IOException {
        ObjectNode file = JSON.createObjectNode();
        file.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        file.put("title", "The closed vocabularies of the catalog: the loader's own, written by CatalogSchemasTest");
        ObjectNode defs = file.putObject("$defs");
        words().forEach((name, words) -> words.forEach(defs.putObject(name).withArray("enum")::add));
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(file) + "\n";
        Path path = SCHEMAS.resolve("words.json");
        if ("update".equals(System.getProperty("waggle.golden"))) Files.writeString(path, text);
        assertThat(Files.readString(path)).isEqualTo(text);
    }

    private static Map<String, Collection<String>> words() {
        Map<String, Collection<String>> words = new TreeMap<>();
        words.put("backends", Vocabulary.BACKENDS);
        words.put(
                "gpuBackends",
                Vocabulary.BACKENDS.stream().filter(id -> !id.equals("cpu")).toList());
        words.put("buildSystems", Vocabulary.BUILD_SYSTEMS);
        words.put("cacheTypes", Vocabulary.CACHE_TYPES);
        words.put("deviceCounts", Vocabulary.DEVICE_COUNTS);
        words.put("dtypes", Vocabulary.DTYPES);
        words.put("fitRules", Vocabulary.FIT_RULES);
        words.put("fixes", Vocabulary.FIXES);
        words.put("formats", Vocabulary.FORMATS);
        words.put("implementations", Vocabulary.IMPLEMENTATIONS);
        words.put("loadsAs", Vocabulary.LOADS_AS);
        words.put("parameters", Vocabulary.PARAMETERS);
        words.put("placements", Vocabulary.PLACEMENTS);
        words.put("platforms", Vocabulary.PLATFORMS);
        words.put("programSources", Vocabulary.PROGRAM_SOURCES);
        words.put("quantizations", Vocabulary.QUANTIZATIONS);
        words.put("startable", Vocabulary.STARTABLE);
        words.put("tasks", Vocabulary.TASKS);
        words.put("tensorTypes", Vocabulary.TENSOR_TYPES);
        words.put("workerArchitectures", Vocabulary.WORKER_ARCHITECTURES);
        words.put("operatingSystems", Vocabulary.words(OperatingSystem.values(), OperatingSystem::id));
        words.put("cpuArchitectures", Vocabulary.words(CpuArchitecture.values(), CpuArchitecture::id));
        words.put("cpuFeatures", CpuFeatures.vocabulary());
        words.put("vendors", Vocabulary.words(Vendor.values(), Vendor::id));
        words.put("graphs", GraphReader.words("graph"));
        words.put("layouts", GraphReader.words("layout"));
        words.put("rotations", GraphReader.words("rotates"));
        words.put("traits", GraphReader.words("traits"));
        words.put("gatings", GraphReader.words("gating"));
        words.put("sharedExperts", GraphReader.words("shared"));
        return words;
    }
}
