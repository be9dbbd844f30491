package dev.waggle.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.drools.BookFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code waggle serve --book DIR} with a book that must not go live: nothing is started, and the person is told why. */
@Tag("slow")
@Timeout(120)
class ServeInFolderTest {
    @TempDir
    Path temp;

    private Path book;
    private Path memory;

    @BeforeEach
    void copyBook() throws IOException {
        book = temp.resolve("book");
        for (Map.Entry<String, String> file : BookFolder.embeddedTexts().entrySet()) {
            Path path = book.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.writeString(path, file.getValue());
        }
        memory = book.resolve("memory/memory.drl");
    }

    private void spoil(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private String refusal() {
        Terminal.Answer answer =
                Terminal.waggle("serve", "--port", "0", "--book", book, "--data", temp.resolve("data"));
        assertThat(answer.exitCode()).as(answer.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(answer.out()).isEmpty();
        assertThat(temp.resolve("data/rulebook/versions")).doesNotExist();
        assertThat(temp.resolve("data/rulebook/trials")).isEmptyDirectory();
        return answer.err();
    }

    @Test
    void serve_bookWhoseCasesFail_isNotStarted() throws IOException {
        spoil(memory, "residentBytes > capacityBytes", "residentBytes < capacityBytes");
        assertThat(refusal())
                .contains("repair it and start again")
                .containsPattern("memory/memory\\.cases\\.yaml:\\d+: MEM-010: the case '.+' is a miss");
    }

    @Test
    void serve_bookThatNamesWhatTheCatalogLacks_isNotStarted() throws IOException {
        Files.writeString(memory, Files.readString(memory) + """
                rule "MEM-900 of a model that is nowhere"
                    @message( "No." ) @since( "1.0" )
                when
                    Variant( architecture == "lama" )
                then
                    findings.block( "MEM-900" );
                end
                """);
        assertThat(refusal()).containsPattern("memory/memory\\.drl:\\d+.*lama");
    }

    @Test
    void serve_folderThatIsNotThere_isNotStarted() {
        book = temp.resolve("none");
        Terminal.Answer answer =
                Terminal.waggle("serve", "--port", "0", "--book", book, "--data", temp.resolve("data"));
        assertThat(answer.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(answer.err()).contains("there is no folder " + book);
    }
}
