package dev.waggle.server.cli;

import static dev.waggle.server.cli.Terminal.waggle;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.server.cli.Terminal.Answer;
import dev.waggle.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an edit would change, as its author asks before it goes live. */
@Tag("slow")
class RulesDiffCommandTest {
    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void copyRules() throws IOException {
        for (String part : new String[] {"book", "catalog"}) copy(Path.of("../rules", part), folder.resolve(part));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(target.resolveSibling("."));
                Files.copy(path, target);
            }
        }
    }

    private void change(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    @Test
    void unchangedCopy_changesNothing() {
        Answer answer = waggle("rules", "diff", folder);
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        assertThat(answer.out()).contains("0 of ").contains("step: none");
    }

    @Test
    void refusalOfWhatRan_isNamedWithTheRuleAndWithWhatIsKnownToWork() throws IOException {
        change("book/context/context.drl", "findings.warn( \"CTX-030\" )", "findings.block( \"CTX-030\" )");
        change("catalog/policy.yaml", "smallestContextTokens: 2048", "smallestContextTokens: 8193");
        Answer answer = waggle("rules", "diff", folder);
        assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.NO);
        assertThat(answer.out())
                .contains("step: major")
                .contains("runs → cannot-run")
                .contains("CTX-030")
                .contains("This change can't go live")
                .contains(
                        "llama-3.1-8b:Q4_K_M with llamacpp-cuda on rtx-4090 is known to work and would be cannot-run: CTX-030");
    }

    @Test
    void bookAlone_json_hasCountsAndExamples() throws IOException {
        change("book/quantization/quantization.drl", "quantization == \"Q2_K\"", "quantization == \"Q3_K_M\"");
        Answer answer = waggle("rules", "diff", folder.resolve("book"), "--json");
        assertThat(answer.exitCode()).as(answer.err()).isZero();
        JsonNode json = Json.MAPPER.readTree(answer.out());
        assertThat(json.path("step").asText()).isEqualTo("minor");
        assertThat(json.path("changed").asInt()).isPositive();
        assertThat(json.path("moves").findValuesAsText("from")).contains("runs", "runs-with-caveats");
        assertThat(json.path("rules").findValuesAsText("rule")).containsExactly("QNT-020");
        assertThat(json.path("broken")).isEmpty();
    }

    @Test
    void editWithErrors_isRefusedWithFileAndLine() throws IOException {
        change("book/memory/memory.drl", "residentBytes > capacityBytes", "residntBytes > capacityBytes");
        Answer answer = waggle("rules", "diff", folder);
        assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(answer.err()).contains("memory/memory.drl:").contains("residentBytes");
    }

    @Test
    void catalogWithErrors_isRefusedWithItsFile() throws IOException {
        change("catalog/known-good.yaml", "model: mistral-7b", "model: mistral-77b");
        Answer answer = waggle("rules", "diff", folder);
        assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(answer.err()).contains("known-good.yaml").contains("mistral-7b");
    }
}
