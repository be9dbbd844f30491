package dev.waggle.server.cli;

import static dev.waggle.server.cli.Terminal.waggle;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.fixtures.ModelHeaders;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.server.cli.Terminal.Answer;
import dev.waggle.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command as a person types it, with the real engine behind {@code run}. */
@Tag("slow")
class CommandsTest {
    @TempDir
    Path folder = Path.of("");

    private Path demo = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void makeDemoModel() {
        demo = folder.resolve("demo.gguf");
        data = folder.resolve("data");
        assertThat(waggle("demo-model", demo).exitCode()).isZero();
    }

    private Answer run(Object... more) {
        Object[] arguments = Arrays.copyOf(new Object[] {"run", "--data", data}, 3 + more.length);
        System.arraycopy(more, 0, arguments, 3, more.length);
        Answer answer = waggle(arguments);
        assertThat(data.resolve("workers").toFile().list())
                .as("a worker leaves nothing behind")
                .isNullOrEmpty();
        return answer;
    }

    private static JsonNode json(Answer answer) throws JsonProcessingException {
        return Json.MAPPER.readTree(answer.out());
    }

    @Test
    void run_demoModel_saysTheKnownSentence() {
        Answer answer = run(demo, "go");
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        assertThat(answer.out()).isEqualTo(KnownAnswerModel.SENTENCE + System.lineSeparator());
        assertThat(answer.err()).contains("tokens/s");
    }

    @ParameterizedTest
    @CsvSource({"llama, F32", "llama, F16", "qwen2, F32", "qwen2, F16"})
    void run_eachKindOfDemoModel_saysItsOwnSentence(String architecture, String type) {
        Path file = folder.resolve(architecture + type + ".gguf");
        String sentence = "Grüße from " + architecture + ", from " + architecture + " 🐝!";
        Answer made = waggle("demo-model", file, "--arch", architecture, "--type", type, "--sentence", sentence);
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(run(file, "go", "--raw", "--temperature", 0).out().strip()).isEqualTo(sentence);
    }

    @Test
    void run_json_isOneObjectWithTheFigures() throws JsonProcessingException {
        JsonNode answer = json(run(demo, "go", "--json", "--seed", 7));
        assertThat(answer.get("text").asText()).isEqualTo(KnownAnswerModel.SENTENCE);
        assertThat(answer.get("finishReason").asText()).isEqualTo("stop");
        assertThat(answer.get("seed").asInt()).isEqualTo(7);
        assertThat(answer.get("engine").get("version").asText()).isEqualTo("b4916");
        assertThat(answer.get("settings").get("contextTokens").asInt()).isEqualTo(2048);
        assertThat(answer.get("peakResidentBytes").asLong()).isGreaterThan(10_000_000);
    }

    @Test
    void run_randomModelOf150Megabytes_generates64TokensWithTheirSpeed() {
        Path file = folder.resolve("random.gguf");
        assertThat(waggle("demo-model", file, "--random-megabytes", 150).exitCode())
                .isZero();
        assertThat(file.toFile().length()).isGreaterThan(150_000_000);
        Answer answer = run(file, "go", "--max-tokens", 64);
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        Matcher speed = Pattern.compile("\\[64 tokens, ([0-9.]+) tokens/s").matcher(answer.err());
        assertThat(speed.find()).as(answer.err()).isTrue();
        assertThat(Double.parseDouble(speed.group(1))).isPositive();
    }

    @Test
    void run_modelTheEngineDoesNotKnow_namesItAndTheWorkerThatDoes() {
        Answer answer = run(ModelHeaders.restore("qwen3-8b", folder), "go");
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.err())
                .contains("b4916")
                .contains("the architecture qwen3")
                .contains("workers install llamacpp-cpu")
                .doesNotContain("\tat ");
    }

    @Test
    void run_truncatedFile_startsNoWorker() throws IOException {
        Path cut = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(Files.readAllBytes(demo), 3_000));
        Answer answer = run(cut, "go");
        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.err()).startsWith("waggle: cut.gguf: at byte ").doesNotContain("\tat ");
        assertThat(data).doesNotExist();
    }

    @Test
    void run_promptLongerThanTheContext_isRefusedWithNumbers() {
        Answer answer = run(demo, "word ".repeat(3_000));
        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.err()).contains("2048").containsPattern("has \\d{4,} ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--temperature=99",
                "--top-p=0",
                "--max-tokens=0",
                "--seed=-1",
                "--threads=0",
                "--context=x",
                "--xyzzy"
            })
    void run_badOption_isAUsageErrorThatNamesIt(String option) {
        Answer answer = run(demo, "go", option);
        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).contains("Usage: waggle run");
    }

    @Test
    void modelsShow_header_saysWhatItIs() {
        Answer answer = waggle("models", "show", ModelHeaders.restore("qwen3-30b-a3b", folder));
        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out())
                .contains("qwen3moe")
                .contains("Q4_K_M")
                .contains("30.53 B, 3.35 B active")
                .contains("8 of 128");
    }

    @Test
    void modelsShow_everyHeader_isGoodJson() throws JsonProcessingException {
        for (String name : ModelHeaders.sizes().keySet()) {
            JsonNode model = json(waggle("models", "show", ModelHeaders.restore(name, folder), "--json", "--tensors"));
            assertThat(model.get("fileBytes").asLong())
                    .isEqualTo(ModelHeaders.sizes().get(name));
            assertThat(model.get("shape").get("layers").asInt()).as(name).isPositive();
            assertThat(model.get("tensors").size()).as(name).isGreaterThan(100);
        }
    }

    @ParameterizedTest
    @CsvSource({"missing.gguf, no such file", "., a folder", "page.gguf, web page"})
    void modelsShow_badFile_isExplained(String name, String mentions) throws IOException {
        Files.writeString(folder.resolve("page.gguf"), "<!DOCTYPE html><html>Not found</html>");
        Answer answer = waggle("models", "show", folder.resolve(name));
        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).startsWith("waggle: ").contains(mentions);
    }

    @Test
    void demoModel_existingFile_isNotOverwritten() {
        Answer answer = waggle("demo-model", demo);
        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.err()).contains("exists already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--arch=gpt9", "--type=Q4_K", "--sentence=", "--random-megabytes=0"})
    void demoModel_badOption_isAUsageError(String option) {
        Answer answer = waggle("demo-model", folder.resolve("new.gguf"), option);
        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(folder.resolve("new.gguf")).doesNotExist();
    }

    @Test
    void hardware_json_isAMachineFileWithOrigins() throws JsonProcessingException {
        JsonNode machine = json(waggle("hardware", "--json"));
        assertThat(machine.get("name").asText()).isEqualTo("local");
        assertThat(machine.get("ramBytes").asLong()).isGreaterThan(1 << 28);
        assertThat(machine.get("origins").get("ramBytes").asText()).isNotBlank();
        assertThat(machine.get("devices").isArray()).isTrue();
    }

    @Test
    void hardware_text_namesSystemAndMemory() {
        assertThat(waggle("hardware").out()).contains("system").contains("GiB");
    }
}
