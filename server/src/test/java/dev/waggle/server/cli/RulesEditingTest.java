package dev.waggle.server.cli;

import static dev.waggle.server.cli.Terminal.waggle;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.server.cli.Terminal.Answer;
import dev.waggle.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a person who edits rules is led: a copy of the book, a rule begun, and what the linter says until it is done. */
class RulesEditingTest {
    @TempDir
    Path folder = Path.of("");

    private Path book = Path.of("");
    private Path formats = Path.of("");

    @BeforeEach
    void copy() {
        book = folder.resolve("book");
        formats = book.resolve("format/format.drl");
        Answer copied = waggle("rules", "copy", book);
        assertThat(copied.exitCode()).as(copied.err()).isZero();
        assertThat(copied.out()).contains("waggle rules lint " + book);
    }

    private void spoil(String before, String after) throws IOException {
        String text = Files.readString(formats);
        assertThat(text).contains(before);
        Files.writeString(formats, text.replace(before, after));
    }

    @Test
    void copy_isTheShippedBook() {
        Answer clean = waggle("rules", "lint", book);
        assertThat(clean.exitCode()).as(clean.out()).isZero();
        assertThat(clean.out()).contains("nothing to find fault with");
        assertThat(waggle("rules", "lint", "--book", book).out()).isEqualTo(clean.out());
        assertThat(waggle("rules", "list", "--book", book, "--json").out())
                .isEqualTo(waggle("rules", "list", "--json").out());
    }

    @Test
    void copy_overSomethingElse_isRefused() throws IOException {
        Files.writeString(formats, "mine");
        Answer again = waggle("rules", "copy", book);
        assertThat(again.exitCode()).isEqualTo(65);
        assertThat(again.err()).contains("is not empty: name a new folder");
        assertThat(formats).hasContent("mine");
    }

    @Test
    void lint_asText_isALineThatEditorsJumpFrom() throws IOException {
        spoil("not contains $variant.format", "not contains \"ggfu\"");
        Answer answer = waggle("rules", "lint", book);
        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.out())
                .isEqualTo(book + "/format/format.drl:5:34: FMT-010: \"ggfu\", which Worker.formats never is: it is a"
                        + " file format; allowed: gguf, safetensors (did you mean 'gguf'?).\n");
    }

    @ParameterizedTest
    @CsvSource({"--json,''", "--format,json"})
    void lint_asJson_hasTheSameInFields(String option, String value) throws IOException {
        spoil("not contains $variant.format", "not contains \"ggfu\"");
        Answer answer =
                value.isEmpty() ? waggle("rules", "lint", book, option) : waggle("rules", "lint", book, option, value);
        assertThat(answer.exitCode()).isEqualTo(65);
        JsonNode found = Json.MAPPER.readTree(answer.out());
        assertThat(found).hasSize(1);
        assertThat(found.get(0).get("level").asText()).isEqualTo("error");
        assertThat(found.get(0).get("file").asText()).endsWith("book/format/format.drl");
        assertThat(found.get(0).get("line").asInt()).isEqualTo(5);
        assertThat(found.get(0).get("column").asInt()).isEqualTo(34);
        assertThat(found.get(0).get("rule").asText()).isEqualTo("FMT-010");
        assertThat(found.get(0).get("allowed").asText()).isEqualTo("gguf, safetensors");
        assertThat(found.get(0).get("suggestion").asText()).isEqualTo("gguf");
    }

    @Test
    void lint_ofACleanBook_asJson_isAnEmptyList() throws IOException {
        Answer answer = waggle("rules", "lint", book, "--json");
        assertThat(answer.exitCode()).isZero();
        assertThat(Json.MAPPER.readTree(answer.out())).isEmpty();
    }

    @Test
    void lint_asGithubAnnotations_namesThePlace() throws IOException {
        spoil("formats not contains $variant.format", "formts not contains $variant.format");
        assertThat(waggle("rules", "lint", book, "--format", "github").out())
                .startsWith("::error file=" + book + "/format/format.drl,line=5,col=13::FMT-010: the field 'formts'");
    }

    @Test
    void lint_withWarnings_tellsThemUnlessErrorsOnly() throws IOException {
        spoil("FMT-020 weights", "FMT-025 weights");
        spoil("\"FMT-020\"", "\"FMT-025\"");
        Path cases = book.resolve("format/format.cases.yaml");
        Files.writeString(cases, Files.readString(cases).replace("FMT-020", "FMT-025"));
        Answer answer = waggle("rules", "lint", book);
        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.out()).contains("format.drl:10: warning: FMT-025: a number between the steps");
        assertThat(waggle("rules", "lint", book, "--errors-only").exitCode()).isZero();
    }

    @Test
    void lint_withACatalog_takesItsWorkers() throws IOException {
        spoil("formats not contains $variant.format", "worker == \"my-worker\"");
        assertThat(waggle("rules", "lint", book).exitCode()).isEqualTo(65);
        Path catalog = Path.of("..", "rules", "catalog");
        Path mine = folder.resolve("catalog");
        try (Stream<Path> paths = Files.walk(catalog)) {
            for (Path path : paths.toList()) Files.copy(path, mine.resolve(catalog.relativize(path)));
        }
        Path worker = mine.resolve("workers/my-worker.yaml");
        Files.writeString(
                worker,
                Files.readString(mine.resolve("workers/llamacpp-cpu.yaml"))
                        .replace("id: llamacpp-cpu\n", "id: my-worker\n"));
        Answer answer = waggle("rules", "lint", book, "--catalog", mine);
        assertThat(answer.exitCode()).as(answer.out() + answer.err()).isZero();
    }

    @Test
    void rule_begun_isLedThroughByTheLinter() throws IOException {
        Answer begun = waggle("rules", "new", "FMT", "--title", "GGUF only", "--book", book);
        assertThat(begun.exitCode()).as(begun.err()).isZero();
        assertThat(begun.out()).startsWith("FMT-030 begun.");
        spoil("Fact( field operator value )", "Variant( format == \"safetensors\" )");
        assertThat(waggle("rules", "lint", book).out())
                .contains("FMT-030: an empty @message")
                .contains("FMT-030: the consequence")
                .contains("FMT-030: the fact 'Fact'")
                .contains("FMT-030: a case without 'case'");
        spoil("@message( \"\" )", "@message( \"It is {format}.\" )");
        spoil("findings.severity(", "findings.note(");
        Path cases = book.resolve("format/format.cases.yaml");
        String text = Files.readString(cases);
        int start = text.indexOf("FMT-030");
        Files.writeString(cases, text.substring(0, start) + """
                FMT-030:
                  hits:
                    - case: the other format
                      Variant: {format: safetensors}
                  misses:
                    - case: GGUF
                      Variant: {format: gguf}
                """);
        assertThat(waggle("rules", "lint", book).exitCode()).isZero();
        assertThat(waggle("rules", "show", "FMT-030", "--book", book).out()).contains("FMT-030 GGUF only");
    }

    @ParameterizedTest
    @CsvSource({
        "FMT-010, 65, the next free one is FMT-030",
        "XYZ, 65, say their concern",
        "xyz, 65, is no id",
    })
    void rule_thatCantBeBegun_leavesTheBookAsItIs(String id, int exitCode, String why) throws IOException {
        String before = Files.readString(formats);
        Answer answer = waggle("rules", "new", id, "--book", book);
        assertThat(answer.exitCode()).isEqualTo(exitCode);
        assertThat(answer.err()).contains(why);
        assertThat(Files.readString(formats)).isEqualTo(before);
    }

    @Test
    void rule_inTheShippedBook_isNotBegun() {
        Answer answer = waggle("rules", "new", "FMT-040");
        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).contains("waggle rules copy DIR");
    }

    @Test
    void docs_areAPageARuleAndTheFacts() throws IOException {
        Path docs = folder.resolve("docs");
        assertThat(waggle("rules", "docs", docs, "--book", book).exitCode()).isZero();
        try (Stream<Path> pages = Files.list(docs)) {
            List<String> names =
                    pages.map(page -> page.getFileName().toString()).toList();
            assertThat(names).contains("README.md", "facts.md", "FMT-010.md").hasSizeGreaterThan(20);
        }
    }
}
