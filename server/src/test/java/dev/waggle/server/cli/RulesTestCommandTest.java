package dev.waggle.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.server.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code waggle rules test}, each time with a process of its own. */
@Tag("slow")
class RulesTestCommandTest {
    @TempDir
    Path book;

    private Path memory;

    @BeforeEach
    void copyBook() throws IOException {
        BookFolder.embeddedTexts().forEach((path, text) -> {
            try {
                Files.createDirectories(book.resolve(path).resolveSibling("."));
                Files.writeString(book.resolve(path), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        memory = book.resolve("memory/memory.drl");
    }

    @Test
    void test_goodBook_saysSo() {
        Terminal.Answer shipped = Terminal.waggle("rules", "test");
        assertThat(shipped.exitCode()).isEqualTo(ExitCode.YES);
        assertThat(shipped.out()).matches("\\d+ rules, \\d+ cases: all as they must be\\.\\R");
        assertThat(Terminal.waggle("rules", "test", book.toString()).out()).isEqualTo(shipped.out());
    }

    @Test
    void test_ruleThatMissesItsCases_namesEachWithItsLine() throws Exception {
        String text = Files.readString(memory);
        Files.writeString(memory, text.replace("residentBytes > capacityBytes", "residentBytes < capacityBytes"));
        Terminal.Answer told = Terminal.waggle("rules", "test", book.toString());
        assertThat(told.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(told.out())
                .containsPattern("memory/memory\\.cases\\.yaml:\\d+: MEM-010: the case '.+' is a miss; allowed: a hit")
                .containsPattern("\\d+ of \\d+ cases went otherwise than they must\\.");
        JsonNode json = Json.MAPPER.readTree(
                Terminal.waggle("rules", "test", book.toString(), "--json").out());
        assertThat(json.path("cases").path("failed").path(0).path("line").asInt())
                .isPositive();
    }

    @Test
    void test_textThatIsNoRule_isNotCompiled() throws Exception {
        Files.writeString(memory, Files.readString(memory) + "\nimport java.util.List;\n");
        Terminal.Answer told = Terminal.waggle("rules", "test", book.toString());
        assertThat(told.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(told.out()).contains("memory/memory.drl:").contains("an import");
        assertThat(Terminal.waggle("rules", "test", book.resolve("none").toString())
                        .exitCode())
                .isEqualTo(ExitCode.BAD_INPUT);
    }
}
