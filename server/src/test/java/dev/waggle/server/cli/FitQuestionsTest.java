package dev.waggle.server.cli;

import static dev.waggle.server.cli.Terminal.waggle;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waggle.fixtures.ModelHeaders;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.server.app.FitEngine;
import dev.waggle.server.app.UnknownIdException;
import dev.waggle.server.cli.Terminal.Answer;
import dev.waggle.server.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of questions about memory. */
@Tag("slow")
class FitQuestionsTest {
    private static final Set<String> MODELS = Set.of("llama32-1b", "qwen3-8b", "mixtral-8x7b");

    @TempDir
    static Path folder = Path.of("");

    private static Path models = Path.of("");
    private static final FitEngine ENGINE = engine();

    @BeforeAll
    static void restore() throws IOException {
        models = Files.createDirectories(folder.resolve("models"));
        for (String model : MODELS) ModelHeaders.restore(model, models);
        Files.copy(models.resolve("llama32-1b.gguf"), folder.resolve("outside.gguf"));
        Files.writeString(models.resolve("page.gguf"), "<!DOCTYPE html><html>Not found</html>");
    }

    private static FitEngine engine() {
        try {
            return FitEngine.of(CatalogLoader.embedded(), FitEngine.DEFAULT);
        } catch (UnknownIdException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer ask(String text) {
        try {
            Path file = Files.writeString(folder.resolve("questions.jsonl"), text);
            return waggle("fit", "--questions", file, "--models", models);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same without a command around it. */
    private static Answer answered(String text) throws IOException {
        StringWriter out = new StringWriter();
        int exitCode = new FitQuestions(ENGINE, new ModelShelf(models))
                .answer(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), out);
        return new Answer(exitCode, out.toString(), "");
    }

    private static List<JsonNode> lines(Answer answer) throws JsonProcessingException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : answer.out().lines().toList()) lines.add(Json.MAPPER.readTree(line));
        return lines;
    }

    @Test
    void measuredQuestions_haveTheMeasuredAnswers() throws JsonProcessingException {
        List<ObjectNode> measured = FitTruthLines.of(MODELS);
        assertThat(measured).hasSizeGreaterThan(30);
        String questions = measured.stream()
                .map(line -> line.deepCopy().without(List.of("buffers")).toString())
                .collect(Collectors.joining("\n"));
        Answer answer = ask(questions);
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        assertThat(lines(answer)).hasSameSizeAs(measured);
        for (int i = 0; i < measured.size(); i++) {
            ObjectNode got = (ObjectNode) lines(answer).get(i);
            assertThat(got).isEqualTo(measured.get(i));
            assertThat(got.properties().stream().map(field -> field.getKey()).toList())
                    .as("keys stay in order, buffers come last")
                    .isEqualTo(measured.get(i).properties().stream()
                            .map(field -> field.getKey())
                            .toList());
        }
    }

    @Test
    void recordedAnswer_inAQuestion_isReplaced() throws JsonProcessingException {
        ObjectNode measured = FitTruthLines.of(Set.of("qwen3-8b")).get(0);
        ObjectNode wrong = measured.deepCopy();
        wrong.putObject("buffers").put("GPU0", 7);
        assertThat(lines(ask(wrong.toString()))).containsExactly(measured);
    }

    @Test
    void missingKeys_areTheDefaultsOfTheOptions() throws JsonProcessingException {
        String questions = """
                {"model":"llama32-1b"}
                {"model":"llama32-1b","gpus":1}
                {"model":"llama32-1b","gpu_layers":99}
                {"model":"llama32-1b","gpus":1,"gpu_layers":99,"context":4096,"ubatch":512,"batch":2048,"sequences":1,\
                "unified_kv":false,"flash_attention":true,"kv_type":"f16","output_rows":1,"moe_layers_on_host":0,\
                "cuda_fa_temporaries":1,"cpu_repack":1}
                """;
        List<JsonNode> answers = lines(ask(questions));
        assertThat(answers.get(0).get("buffers").has("CPU_REPACK")).isTrue();
        assertThat(answers.get(0)).hasSize(2);
        JsonNode one = answers.get(1).get("buffers");
        assertThat(one.has("GPU0")).isTrue();
        assertThat(answers.get(2).get("buffers")).isEqualTo(one);
        assertThat(answers.get(3).get("buffers")).isEqualTo(one);
        Answer option = waggle("fit", models.resolve("llama32-1b.gguf"), "--gpus", 1, "--json");
        assertThat(Json.MAPPER.readTree(option.out()).get("buffers")).isEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | bad-json | not JSON",
                "[] | bad-json | no object",
                "7 | bad-json | no object",
                "{'model':'llama32-1b'} x | bad-json | not JSON",
                "{'model':'llama32-1b','model':'qwen3-8b'} | bad-json | twice",
                "{} | missing-key | model",
                "{'model':7} | bad-value | a text",
                "{'model':'llama32-1b','colour':1} | unknown-key | allowed: model, kv_type, gpu_layers",
                "{'model':'llama32-1b','context':'4096'} | bad-value | context is \"4096\"; allowed: a whole number, 1 to",
                "{'model':'llama32-1b','context':4096.5} | bad-value | context is 4096.5",
                "{'model':'llama32-1b','context':null} | bad-value | context is null",
                "{'model':'llama32-1b','context':0} | bad-value | context is 0; allowed: a whole number, 1 to 2147483647",
                "{'model':'llama32-1b','context':99999999999999999999} | bad-value | allowed: a whole number",
                "{'model':'llama32-1b','gpus':-1} | bad-value | gpus is -1; allowed: a whole number, 0 to 15",
                "{'model':'llama32-1b','sequences':257} | bad-value | 1 to 256",
                "{'model':'llama32-1b','unified_kv':2} | bad-value | allowed: 0, 1, false, true",
                "{'model':'llama32-1b','unified_kv':'on'} | bad-value | allowed: 0, 1, false, true",
                "{'model':'llama32-1b','kv_type':1} | bad-value | a text such as 'f16'",
                "{'model':'llama32-1b','kv_type':'q9'} | bad-value | kv_type is 'q9'; allowed: bf16",
                "{'model':'llama32-1b','kv_type':'q8_0','flash_attention':0} | bad-value | flash attention",
                "{'model':'none'} | no-such-file | none.gguf",
                "{'model':'page'} | wrong-magic | web page",
                "{'model':''} | bad-model-name | not the name of a file",
                "{'model':'../outside'} | bad-model-name | not the name of a file",
                "{'model':'..'} | no-such-file | ...gguf",
                "{'model':'/etc/passwd'} | bad-model-name | not the name of a file",
                "{'model':'..\\\\outside'} | bad-model-name | not the name of a file",
                "{'model':'a\\u0000b'} | bad-model-name | not the name of a file",
            })
    void badLine_isAnsweredInItsPlace(String bad, String kind, String mentions) throws IOException {
        String line = bad.replace('\'', '"');
        Answer answer = answered("{\"model\":\"qwen3-8b\"}\n\n" + line + "\n{\"model\":\"llama32-1b\"}\n");
        assertThat(answer.exitCode()).isEqualTo(1);
        List<JsonNode> lines = lines(answer);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).get("model").textValue()).isEqualTo("qwen3-8b");
        assertThat(lines.get(0).has("buffers")).isTrue();
        assertThat(lines.get(2).get("model").textValue()).isEqualTo("llama32-1b");
        assertThat(lines.get(2).has("buffers")).isTrue();
        assertThat(lines.get(1).get("line").asInt()).isEqualTo(3);
        assertThat(lines.get(1).get("error").get("kind").textValue())
                .as(lines.get(1).toString())
                .isEqualTo(kind);
        assertThat(lines.get(1).get("error").get("message").textValue())
                .contains(mentions)
                .doesNotContain(folder.toString());
        assertThat(lines.get(1).has("model")).isTrue();
        assertThat(answered(line).exitCode()).as("nothing was answered").isEqualTo(65);
    }

    @Test
    void lineWithoutEnd_isRefusedAndTheNextIsAnswered() throws IOException {
        String question = "{\"model\":\"qwen3-8b\"}";
        Answer answer = answered("{\"model\":\"" + "x".repeat(1_000_000) + "\"}\n" + question + "\n" + question);
        assertThat(answer.exitCode()).isEqualTo(1);
        List<JsonNode> lines = lines(answer);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).get("error").get("message").textValue()).contains("65536 bytes");
        assertThat(lines.get(2)).isEqualTo(lines.get(1));
    }

    @Test
    void lineOfOtherBytes_isRefused() throws IOException {
        Path file = folder.resolve("latin.jsonl");
        Files.write(file, "{\"model\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        Answer answer = waggle("fit", "--questions", file, "--models", models);
        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(lines(answer).get(0).get("error").get("message").textValue()).contains("UTF-8");
    }

    @Test
    void noQuestion_isNoError() throws IOException {
        for (String text : List.of("", "\n", " \r\n\n")) {
            Answer answer = answered(text);
            assertThat(answer.exitCode()).isZero();
            assertThat(answer.out()).isEmpty();
        }
    }

    @Test
    void missingFiles_areBadInput() {
        Path none = folder.resolve("none");
        assertThat(waggle("fit", "--questions", none, "--models", models).exitCode())
                .isEqualTo(65);
        assertThat(waggle("fit", "--questions", "-", "--models", none).exitCode())
                .isEqualTo(65);
        Answer engine = waggle("fit", "--questions", "-", "--models", models, "--engine", "x@1");
        assertThat(engine.exitCode()).isEqualTo(2);
        assertThat(engine.err()).contains("llama.cpp@0.5.0");
    }

    @Test
    void standardInput_manyQuestionsOfAModel_readsItsFileOnce() throws IOException {
        Path once = ModelHeaders.restore("qwen25-05b", models);
        String question = "{\"model\":\"qwen25-05b\",\"gpus\":1}\n";
        InputStream before = System.in;
        System.setIn(new InputStream() {
            private final InputStream all =
                    new ByteArrayInputStream((question + question).getBytes(StandardCharsets.UTF_8));

            @Override
            public int read() throws IOException {
                return all.read();
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                if (all.available() == question.length()) Files.deleteIfExists(once);
                return all.read(into, from, Math.min(length, question.length()));
            }
        });
        try {
            Answer answer = waggle("fit", "--questions", "-", "--models", models);
            assertThat(answer.exitCode()).as(answer.out()).isZero();
            assertThat(once).doesNotExist();
            assertThat(lines(answer)).hasSize(2);
            assertThat(lines(answer).get(0)).isEqualTo(lines(answer).get(1));
        } finally {
            System.setIn(before);
        }
    }
}
