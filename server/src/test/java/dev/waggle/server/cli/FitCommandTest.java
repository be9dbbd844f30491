package dev.waggle.server.cli;

import static dev.waggle.server.cli.Terminal.waggle;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waggle.fixtures.ModelHeaders;
import dev.waggle.models.ModelFile;
import dev.waggle.models.gguf.GgmlType;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.models.synthetic.SyntheticArchitecture;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.fit.FitAnswer;
import dev.waggle.server.app.FitEngine;
import dev.waggle.server.app.FitForm;
import dev.waggle.server.app.FitSetting;
import dev.waggle.server.cli.Terminal.Answer;
import dev.waggle.server.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model takes of a machine that is described, as a person asks. */
@Tag("slow")
class FitCommandTest {
    private static final Set<String> MODELS = Set.of("llama32-1b", "qwen3-8b", "mixtral-8x7b");

    @TempDir
    static Path folder = Path.of("");

    @BeforeAll
    static void restore() {
        for (String model : MODELS) ModelHeaders.restore(model, folder);
    }

    private static Path file(String model) {
        return folder.resolve(model + ".gguf");
    }

    private static Answer fit(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("fit"));
        all.addAll(Arrays.asList(arguments));
        return waggle(all.toArray());
    }

    private static JsonNode json(Answer answer) throws JsonProcessingException {
        return Json.MAPPER.readTree(answer.out());
    }

    private static JsonNode json(Object... arguments) throws JsonProcessingException {
        Answer answer = fit(arguments);
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        return json(answer);
    }

    @Test
    void everyOption_asMeasured_givesTheMeasuredBuffers() throws JsonProcessingException {
        List<ObjectNode> lines = FitTruthLines.of(Set.of("mixtral-8x7b"));
        assertThat(lines).hasSizeGreaterThan(8);
        for (ObjectNode line : lines) {
            List<Object> arguments = new ArrayList<>(List.of(file("mixtral-8x7b"), "--json"));
            for (Map.Entry<String, JsonNode> field : line.properties()) addOption(arguments, field);
            JsonNode answer = json(arguments.toArray());
            for (Map.Entry<String, JsonNode> field : line.properties())
                assertThat(answer.get(field.getKey()))
                        .as(field.getKey() + " of " + line)
                        .isEqualTo(field.getValue());
            assertThat(answer.get("exact").booleanValue()).isTrue();
        }
    }

    private static void addOption(List<Object> arguments, Map.Entry<String, JsonNode> field) {
        if (Set.of("model", "buffers").contains(field.getKey())) return;
        arguments.add("--" + field.getKey().replace('_', '-'));
        boolean flag =
                FitSetting.byKey(field.getKey()).filter(FitSetting::isFlag).isPresent();
        String text = field.getValue().asText();
        arguments.add(flag ? text.equals("1") ? "on" : "off" : text);
    }

    @Test
    void defaults_withAGpu_areAllLayersAndOneSequenceOf4096() throws JsonProcessingException {
        ObjectNode answer = (ObjectNode) json(file("llama32-1b"), "--gpus", 1, "--json");
        ObjectNode settings = answer.deepCopy();
        settings.remove(List.of("engine", "buffers", "parts", "exact", "layers", "layersOnDevice"));
        assertThat(settings.toString())
                .isEqualTo("{\"model\":\"llama32-1b\",\"gpu_layers\":99,\"context\":4096,\"ubatch\":512,\"batch\":2048,"
                        + "\"sequences\":1,\"unified_kv\":0,\"flash_attention\":1,\"kv_type\":\"f16\",\"output_rows\":1,"
                        + "\"moe_layers_on_host\":0,\"gpus\":1,\"cuda_fa_temporaries\":1,\"cpu_repack\":1}");
        assertThat(answer.get("engine").toString()).contains("llama.cpp").contains("0.5.0");
        assertThat(answer.get("layers").asInt()).isEqualTo(17);
        assertThat(answer.get("layersOnDevice").asInt()).isEqualTo(17);
        assertThat(answer.get("parts").findValuesAsText("device")).containsExactly("gpu0", "host");
    }

    @Test
    void defaults_ofTheOthers_followFromWhatIsSaid() throws JsonProcessingException {
        JsonNode processor = json(file("llama32-1b"), "--cpu-repack", "off", "--json");
        assertThat(processor.get("gpus").asInt()).isZero();
        assertThat(processor.get("gpu_layers").asInt()).isZero();
        assertThat(processor.get("buffers").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("CPU");
        JsonNode one = json(file("llama32-1b"), "--gpu-layers", 3, "--sequences", 4, "--json");
        assertThat(one.get("gpus").asInt()).isEqualTo(1);
        assertThat(one.get("layersOnDevice").asInt()).isEqualTo(3);
        assertThat(one.get("output_rows").asInt()).isEqualTo(4);
    }

    @Test
    void text_names_everyPart() {
        Answer answer = fit(file("mixtral-8x7b"), "--gpus", 2, "--gpu-layers", 20);
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        assertThat(answer.out())
                .startsWith("mixtral-8x7b (")
                .contains("context 4,096, 20 of 33 layers on 2 GPUs")
                .contains("memory  weights", "KV cache", "recurrent state", "compute", "output", "total")
                .contains("gpu0", "gpu1", "host", "GiB", "exact")
                .doesNotContain("fit");
    }

    @Test
    void gpuMemory_enoughOrNot_isTheAnswer() throws JsonProcessingException {
        Answer yes = fit(file("llama32-1b"), "--gpus", 1, "--gpu-memory", "24GiB");
        assertThat(yes.exitCode()).isZero();
        assertThat(yes.out()).contains("It fits: ");
        Answer no = fit(file("mixtral-8x7b"), "--gpus", 2, "--gpu-memory", "12 GiB");
        assertThat(no.exitCode()).isEqualTo(1);
        assertThat(no.out()).contains("It does not fit: gpu0 would hold ").contains("gpu1");
        Answer json = fit(file("mixtral-8x7b"), "--gpus", 1, "--gpu-memory", 12_000_000_000L, "--json");
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json(json).get("fits").booleanValue()).isFalse();
        assertThat(json(json).get("parts").get(0).get("capacityBytes").longValue())
                .isEqualTo(12_000_000_000L);
        assertThat(json(json).get("parts").get(1).get("capacityBytes").isNull()).isTrue();
    }

    @Test
    void gpuMemory_oneByteBelowTheNeed_doesNotFit() throws JsonProcessingException {
        long need = json(file("llama32-1b"), "--gpus", 1, "--json")
                .get("parts")
                .get(0)
                .get("residentBytes")
                .longValue();
        assertThat(fit(file("llama32-1b"), "--gpus", 1, "--gpu-memory", need).exitCode())
                .isZero();
        assertThat(fit(file("llama32-1b"), "--gpus", 1, "--gpu-memory", need - 1)
                        .exitCode())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "24GiB, 25769803776",
        "24gib, 25769803776",
        "1.5 KiB, 1536",
        "1, 1",
        "8GB, 8000000000",
        "1024TiB, 1125899906842624"
    })
    void byteCount_written_isRead(String text, long bytes) {
        assertThat(ByteCount.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "24G",
                "24GiBs",
                "1.5",
                "1e9",
                "GiB",
                "1025TiB",
                "99999999999999999999",
                "0.0001KiB"
            })
    void byteCount_nonsense_isNone(String text) {
        assertThat(ByteCount.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--gpus -1 | --gpus is '-1'; allowed: 0 to 15",
                "--gpus 16 | --gpus is '16'; allowed: 0 to 15",
                "--gpus x | --gpus is 'x'; allowed: 0 to 15",
                "--gpus 1 --gpu-layers -3 | --gpu-layers is '-3'; allowed: 0 to 2147483647",
                "--gpus 1 --context 0 | --context is '0'; allowed: 1 to 2147483647",
                "--gpus 1 --context 99999999999999999999 | allowed: 1 to 2147483647",
                "--gpus 1 --batch 0 | --batch is '0'; allowed: 1 to",
                "--gpus 1 --ubatch 1.5 | --ubatch is '1.5'; allowed: 1 to",
                "--gpus 1 --sequences 257 | --sequences is '257'; allowed: 1 to 256",
                "--gpus 1 --output-rows -1 | --output-rows is '-1'; allowed: 0 to",
                "--gpus 1 --moe-layers-on-host -1 | --moe-layers-on-host is '-1'; allowed: 0 to",
                "--gpus 1 --unified-kv 1 | --unified-kv is '1'; allowed: on, off",
                "--gpus 1 --flash-attention maybe | --flash-attention is 'maybe'; allowed: on, off",
                "--cuda-fa-temporaries x | --cuda-fa-temporaries is 'x'; allowed: on, off",
                "--cpu-repack x | --cpu-repack is 'x'; allowed: on, off",
                "--gpus 1 --kv-type q9 | --kv-type is 'q9'; allowed: bf16, f16, f32, iq4_nl",
                "--gpus 1 --kv-type q8_0 --flash-attention off | needs flash attention",
                "--gpus 1 --gpu-memory lots | --gpu-memory is 'lots'; allowed: bytes",
                "--gpus 0 --gpu-memory 1GiB | --gpus 1 to 15",
                "--engine llama.cpp@9 | --engine is 'llama.cpp@9'; allowed: candle-sd@0.9.1-rbee, candle@0.9.1-rbee, llama.cpp@0.4.0, llama.cpp@0.5.0",
                "--gpus 1 --dry-run | --dry-run",
                "--gpus 1 --worker llamacpp-cpu | --worker",
                "--ubatch 64 | --ubatch is about a described machine; allowed with --gpus N",
                "--output-rows 1 | --output-rows is about a described machine",
                "--context 0 | --context is '0'",
                "--kv-type q9 | q8_0",
                "--questions x.jsonl --models . | --questions takes everything from the questions",
                "--xyzzy | --xyzzy",
            })
    void badOption_isAUsageErrorWithWhatIsAllowed(String options, String mentions) {
        List<Object> arguments = new ArrayList<>(List.of("fit", file("llama32-1b")));
        arguments.addAll(Arrays.asList((Object[]) options.split(" ", -1)));
        Answer answer = waggle(arguments.toArray());
        assertThat(answer.exitCode()).as(answer.out() + answer.err()).isEqualTo(2);
        assertThat(answer.err())
                .contains(mentions)
                .contains("Usage: waggle fit")
                .doesNotContain("\tat ");
        assertThat(answer.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', 'FILE'", "--questions x.jsonl, --models", "--models ., --questions"})
    void missingParameter_isAUsageError(String options, String mentions) {
        Answer answer = fit(options.isEmpty() ? new Object[0] : (Object[]) options.split(" ", -1));
        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).contains(mentions);
    }

    @Test
    void everyCacheType_isOneTheArithmeticKnows() throws Exception {
        FitEngine engine = FitEngine.of(CatalogLoader.embedded(), FitEngine.DEFAULT);
        ModelFile model = ModelFile.read(file("llama32-1b"));
        for (String type : FitForm.KV_TYPES)
            assertThat(engine.fit(
                            model,
                            new FitForm(Map.of(FitSetting.GPUS, 1L), type),
                            FitEngine.ANY_CAPACITY,
                            FitEngine.Overhead.NONE))
                    .as(type)
                    .isInstanceOf(FitAnswer.Known.class);
    }

    @Test
    void badFile_isItsReadersError() throws IOException {
        Path cut = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(Files.readAllBytes(demo("llama")), 3_000));
        Answer answer = fit(cut, "--gpus", 1);
        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.err()).startsWith("waggle: cut.gguf: at byte ").doesNotContain("\tat ");
        assertThat(fit(folder.resolve("none.gguf"), "--gpus", 1).exitCode()).isEqualTo(65);
    }

    /** A small model whose architecture has a name of five letters. */
    private static Path demo(String architecture) throws IOException {
        Path file = folder.resolve(architecture + ".gguf");
        Files.deleteIfExists(file);
        new KnownAnswerModel("Hello.", SyntheticArchitecture.LLAMA, GgmlType.F32).write(file);
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        return Files.write(file, bytes.replace("llama", architecture).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void cacheWithoutRule_isUnknown() throws IOException {
        Path model = demo("hy_v4");
        Answer answer = fit(model, "--gpus", 1);
        assertThat(answer.exitCode()).as(answer.out()).isEqualTo(3);
        assertThat(answer.err()).contains("hy_v4").doesNotContain("\tat ");
        Answer asJson = fit(model, "--gpus", 1, "--json");
        assertThat(asJson.exitCode()).isEqualTo(3);
        assertThat(json(asJson).get("error").get("kind").textValue()).isEqualTo("unknown");
        assertThat(json(asJson).get("error").get("message").textValue()).contains("hy_v4");
    }

    @Test
    void architectureWithoutRecord_isEstimatedAndSaysSo() throws IOException {
        Path model = demo("qlama");
        assertThat(fit(model, "--gpus", 1).out()).contains("Estimated: there is no record");
        assertThat(json(fit(model, "--gpus", 1, "--json")).get("exact").booleanValue())
                .isFalse();
    }

    @Test
    void engine_anotherOne_hasItsOwnArithmetic() throws JsonProcessingException {
        JsonNode candle = json(file("llama32-1b"), "--gpus", 1, "--engine", "candle@0.9.1-rbee", "--json");
        assertThat(candle.get("buffers")).isEmpty();
        assertThat(candle.get("exact").booleanValue()).isFalse();
        Answer split = fit(file("llama32-1b"), "--gpu-layers", 3, "--engine", "candle@0.9.1-rbee", "--json");
        assertThat(split.exitCode()).isEqualTo(3);
        assertThat(json(split).get("error").get("kind").textValue()).isEqualTo("not-applicable");
        Answer nobody = fit(file("llama32-1b"), "--engine", "candle-sd@0.9.1-rbee");
        assertThat(nobody.exitCode()).isEqualTo(3);
        assertThat(nobody.err()).contains("candle-sd 0.9.1-rbee");
    }

    @Test
    void catalogModel_byItsId_isAsked() throws JsonProcessingException {
        JsonNode answer = json("llama-3.3-70b:Q4_K_M", "--gpus", 2, "--json", "--data", folder.resolve("data"));
        assertThat(answer.get("layersOnDevice").asInt()).isEqualTo(81);
        Answer several = fit("llama-3.3-70b", "--gpus", 2, "--data", folder.resolve("data"));
        assertThat(several.exitCode()).isEqualTo(65);
        assertThat(several.err()).contains("llama-3.3-70b:Q4_K_M");
    }
}
