package dev.waggle.server.cli;

import static dev.waggle.server.cli.Terminal.waggle;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.models.synthetic.KnownAnswerModel;
import dev.waggle.server.cli.Terminal.Answer;
import dev.waggle.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main engine from the command line: installed, preferred, weighed without a load. */
@Tag("slow")
class MainEngineTest {
    /** Has the engines of all tests; {@code bare} has none. */
    @TempDir
    static Path data = Path.of("");

    @TempDir
    static Path bare = Path.of("");

    private static Path demo = Path.of("");

    @BeforeAll
    static void install() throws IOException {
        Path engines = Path.of(System.getProperty("waggle.test.engines", "target/engines"))
                .toAbsolutePath();
        Files.createDirectories(engines);
        Files.createSymbolicLink(data.resolve("engines"), engines);
        Answer installed = waggle("workers", "install", "llamacpp-cpu", "--data", data);
        assertThat(installed.exitCode()).as(installed.err()).isZero();
        demo = data.resolve("demo.gguf");
        waggle("demo-model", demo);
    }

    private static Answer on(Path folder, Object... arguments) {
        return waggle(Stream.of(Stream.of(arguments), Stream.of((Object) "--data", folder))
                .flatMap(each -> each)
                .toArray());
    }

    private static JsonNode json(Answer answer) throws JsonProcessingException {
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        return Json.MAPPER.readTree(answer.out());
    }

    @Test
    void run_installed_isPreferredAndSaysTheSentence() throws JsonProcessingException {
        JsonNode answer = json(on(data, "run", demo, "go", "--temperature", 0, "--json"));
        assertThat(answer.get("text").asText()).isEqualTo(KnownAnswerModel.SENTENCE);
        assertThat(answer.at("/engine/version").asText()).isEqualTo("0.5.0");
    }

    @Test
    void run_notInstalled_saysHowToGetIt() {
        Answer answer = on(bare, "run", demo, "go", "--worker", "llamacpp-cpu");
        assertThat(answer.exitCode()).isEqualTo(69);
        assertThat(answer.err()).contains("waggle workers install llamacpp-cpu");
    }

    @Test
    void run_grammar_forcesTheText() throws IOException {
        Path grammar = Files.writeString(data.resolve("g.gbnf"), "root ::= \"flowers\"");
        Answer answer = on(data, "run", demo, "go", "--grammar", grammar);
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        assertThat(answer.out().strip()).isEqualTo("flowers");
    }

    @Test
    void run_jsonSchemaOnAnEngineThatIgnoresIt_isRefusedByTheRule() throws IOException {
        Path schema = Files.writeString(data.resolve("s.json"), "{\"type\":\"object\"}");
        Answer answer = on(bare, "run", demo, "go", "--json-schema", schema);
        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.err()).contains("ignores jsonSchema");
    }

    @Test
    void fit_dryRun_putsTheEnginesCountBesideTheArithmetic() throws JsonProcessingException {
        JsonNode fit = json(on(data, "fit", demo, "--dry-run", "--context", 512, "--json"));
        assertThat(fit.at("/measured/0/device").asText()).isEqualTo("host");
        assertThat(fit.at("/measured/0/weightsBytes").asLong())
                .as("the weights, to the byte")
                .isEqualTo(fit.at("/estimated/0/weightsBytes").asLong());
        assertThat(fit.at("/measured/0/roundingBytes").asLong()).isZero();
        assertThat(fit.get("disagrees").asBoolean()).isFalse();
        assertThat(on(data, "fit", demo, "--dry-run").out()).contains("The engine laid it out in", "weights");
    }

    @Test
    void fit_withoutAnEngineThatMeasures_saysWhichOneDoes() {
        Answer answer = on(bare, "fit", demo, "--dry-run");
        assertThat(answer.exitCode()).isEqualTo(69);
        assertThat(answer.err()).contains("waggle workers install llamacpp-cpu");
        assertThat(on(bare, "fit", demo).out()).contains("--dry-run asks the engine itself");
    }

    @Test
    void fit_badFile_isRefused() throws IOException {
        Path bad = Files.writeString(data.resolve("bad.gguf"), "GGUF is not enough");
        assertThat(on(data, "fit", bad, "--dry-run").exitCode()).isEqualTo(65);
        assertThat(on(data, "fit", demo, "--flash-attention", "maybe").exitCode())
                .isEqualTo(2);
    }
}
