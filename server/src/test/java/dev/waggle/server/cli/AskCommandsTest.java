package dev.waggle.server.cli;

import static dev.waggle.server.cli.Terminal.waggle;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.server.cli.Terminal.Answer;
import dev.waggle.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that ask, as a person types them. */
@Tag("slow")
class AskCommandsTest {
    @TempDir
    Path folder = Path.of("");

    private static JsonNode json(Answer answer) throws JsonProcessingException {
        return Json.MAPPER.readTree(answer.out());
    }

    @Test
    void check_namedMachine_saysWhatRunsAndWhyTheOthersDoNot() {
        Answer answer = waggle("check", "llama-3.1-8b:Q4_K_M", "--machine", "rtx-4090");
        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out())
                .contains("✓ llamacpp-cuda: runs")
                .contains("✗ llm-worker-rbee-metal: cannot run")
                .contains("PLT-010")
                .contains("Recommended: Q4_K_M with llamacpp-cuda.");
    }

    @ParameterizedTest
    @CsvSource({
        "llama-3.1-8b:Q4_K_M, rtx-4090, llamacpp-cuda, 0, ''",
        "llama-3.1-8b:Q4_K_M, rx-7900-xtx, llamacpp-cuda, 1, PLT-030",
        "phi-3-mini:BF16, rtx-4090, llm-worker-rbee-cuda, 1, ARC-010",
        "phi-3-mini:Q4_K_M, rtx-4090, llm-worker-rbee-cuda, 0, ''",
        "qwen3-8b:Q4_K_M, rtx-4090, llamacpp-java-cpu, 1, ARC-010",
        "llama-3.3-70b:Q4_K_M, rtx-4090, llm-worker-rbee-cuda, 1, MEM-010",
        "stable-diffusion-xl, rtx-4090, llamacpp-cuda, 1, TSK-010",
        "stable-diffusion-xl, rtx-4090, sd-worker-rbee-cuda, 3, MEM-010",
        "gpt-oss-20b:MXFP4, rtx-4090, llm-worker-rbee-cuda, 1, QNT-010",
    })
    void check_oneWorker_endsWithTheAnswer(String model, String machine, String worker, int exitCode, String rule) {
        Answer answer = waggle("check", model, "--machine", machine, "--worker", worker);
        assertThat(answer.exitCode()).as(answer.out() + answer.err()).isEqualTo(exitCode);
        assertThat(answer.out()).contains(rule == null ? "" : rule);
    }

    @Test
    void check_json_isVerdictsWithTheirRuleSet() throws JsonProcessingException {
        JsonNode verdicts = json(waggle("check", "qwen3-8b", "--machine", "m4-max-64gb", "--json"))
                .get("verdicts");
        assertThat(verdicts.size()).isGreaterThan(11);
        assertThat(verdicts.get(0).get("ruleSet").asText()).startsWith("sha256:");
    }

    @Test
    void check_explain_saysOfEachSilentRuleWhyItIsSilent() {
        Answer answer = waggle(
                "check", "llama-3.1-8b:Q4_K_M", "--machine", "rtx-4090", "--worker", "llamacpp-cuda", "--explain");
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        assertThat(answer.out())
                .contains("Rules that did not speak of Q4_K_M with llamacpp-cuda:")
                .containsPattern("MEM-010 +did not fire +all-on-device on gpu0, residentBytes [0-9.]+ GiB")
                .containsPattern("MEM-020 +not known +all-on-device on gpu0, freeBytes is not known")
                .containsPattern("CTX-010 +did not fire +there is no ContextLimit here: the worker has no limit");
        assertThat(waggle("check", "llama-3.1-8b:Q4_K_M", "--machine", "rtx-4090")
                        .out())
                .doesNotContain("did not speak");
    }

    @Test
    void check_explain_ofSeveralVariants_isATablePerWorker() {
        Answer answer = waggle("check", "llama-3.1-8b", "--machine", "rtx-4090", "--explain");
        assertThat(answer.out().lines().filter(line -> line.startsWith("Rules that did not speak of ")))
                .hasSize(12);
    }

    @Test
    void check_explainAsJson_hasEveryRuleOfEveryVerdict() throws JsonProcessingException {
        JsonNode verdicts = json(waggle(
                        "check", "llama-3.3-70b:Q4_K_M", "--machine", "rtx-4090", "--explain", "--json"))
                .get("verdicts");
        for (JsonNode verdict : verdicts) {
            assertThat(verdict.get("explanation").findValuesAsText("rule"))
                    .hasSizeGreaterThan(20)
                    .doesNotHaveDuplicates();
            for (JsonNode rule : verdict.get("explanation"))
                assertThat(rule.get("sentence").asText())
                        .startsWith(rule.get("rule").asText())
                        .endsWith(".");
        }
        assertThat(json(waggle("check", "llama-3.1-8b", "--machine", "rtx-4090", "--json"))
                        .findValue("explanation"))
                .isNull();
    }

    @Test
    void check_file_judgesWhatItSaysOfItself() {
        Path demo = folder.resolve("demo.gguf");
        assertThat(waggle("demo-model", demo).exitCode()).isZero();
        Answer answer = waggle("check", demo, "--machine", "cpu-16gb", "--worker", "llamacpp-java-cpu");
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        assertThat(answer.out()).contains("tested");
    }

    @Test
    void check_machineFile_isReadAndUnknownVramIsUnknown() throws IOException {
        Path machine = folder.resolve("mine.json");
        Files.writeString(
                machine,
                "{\"name\":\"mine\",\"os\":\"linux\",\"cpuArchitecture\":\"x86_64\",\"devices\":[{\"id\":\"gpu0\","
                        + "\"vendor\":\"nvidia\",\"computeCapability\":\"8.9\",\"driverVersion\":\"580.1\",\"backends\":[\"cuda\"]}]}");
        Answer answer = waggle("check", "llama-3.2-1b:Q4_K_M", "--machine", machine, "--worker", "llamacpp-cuda");
        assertThat(answer.exitCode()).as(answer.out()).isEqualTo(3);
        Files.writeString(machine, "{\"name\":\"mine\",\"devices\":[],\"ramBytes\":\"lots\"}");
        Answer nonsense = waggle("check", "llama-3.2-1b", "--machine", machine);
        assertThat(nonsense.exitCode()).isEqualTo(65);
        assertThat(nonsense.err()).contains("mine.json").contains("ramBytes").doesNotContain("\tat ");
    }

    @Test
    void hardware_json_isAMachineFileThatCheckReads() throws IOException {
        Path machine = folder.resolve("this.json");
        Files.writeString(machine, waggle("hardware", "--json").out());
        assertThat(waggle("check", "llama-3.2-1b:Q4_K_M", "--machine", machine).exitCode())
                .isLessThan(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "check lama-3.1-8b --machine rtx-4090 | 65 | llama-3.1-8b",
                "check llama-3.1-8b:Q4_K_N --machine rtx-4090 | 65 | Q4_K_M",
                "check llama-3.1-8b --machine rtx-4900 | 65 | rtx-4090",
                "check llama-3.1-8b --worker llamacpp-cud --machine rtx-4090 | 65 | llamacpp-cuda",
                "check llama-3.1-8b --context 0 --machine rtx-4090 | 2 | contextTokens",
                "check llama-3.1-8b --kv-type q9 --machine rtx-4090 | 2 | q8_0",
                "check llama-3.1-8b --task dance --machine rtx-4090 | 2 | embedding",
                "check llama-3.1-8b --flash-attention maybe | 2 | on, off",
                "workers show llamacpp-cud | 65 | llamacpp-cuda",
                "machines show h300 | 65 | h200",
                "rules show MEM-011 | 65 | MEM-010",
                "rules lint no-such-folder | 65 | no folder",
                "matrix --machine rtx-4090 --format xml | 2 | csv",
                "serve --port 70000 | 2 | 65535",
                "serve --host 0.0.0.0 | 2 | loopback",
            })
    void badQuestion_isExplainedWithWhatIsAllowed(String line, int exitCode, String mentions) {
        Answer answer = waggle((Object[]) line.split(" ", -1));
        assertThat(answer.exitCode()).as(answer.out() + answer.err()).isEqualTo(exitCode);
        assertThat(answer.err()).contains(mentions).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "workers list, llm-worker-rbee-metal",
        "workers show llm-worker-rbee-cpu, safetensors",
        "machines list, raspberry-pi-5-8gb",
        "machines show h200, computeCapability",
        "models list, qwen3-30b-a3b",
        "rules list, MEM-010",
        "rules show MEM-010, residentBytes > capacityBytes",
        "rules lint, nothing to find fault with",
        "matrix --machine raspberry-pi-5-8gb, recommended",
        "matrix --machine h200 --format csv, cannot-run",
    })
    void list_ofAnything_printsIt(String line, String mentions) {
        Answer answer = waggle((Object[]) line.split(" ", -1));
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        assertThat(answer.out()).contains(mentions);
    }

    @Test
    void rulesLint_ofABadBook_namesFileAndLine() throws IOException {
        Path memory = Files.createDirectories(folder.resolve("memory"));
        String rule = """
                rule "MEM-010 too large"
                    @message( "x" ) @since( "1.0" )
                when
                    Fit( residentByte > capacityBytes )
                then
                    findings.block( "MEM-010" );
                end
                """;
        Files.writeString(memory.resolve("memory.drl"), rule);
        Answer answer = waggle("rules", "lint", folder);
        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.out()).contains("memory/memory.drl:4:10: MEM-010").contains("did you mean 'residentBytes'?");
        assertThat(waggle("check", "llama-3.2-1b", "--machine", "rtx-4090", "--book", folder)
                        .exitCode())
                .isEqualTo(65);
    }
}
