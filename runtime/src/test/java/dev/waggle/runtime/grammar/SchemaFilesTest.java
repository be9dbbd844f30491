package dev.waggle.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files in {@code schemas}: each a schema, texts its grammar accepts and texts it rejects. */
class SchemaFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    static List<Path> files() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(SchemaFilesTest.class.getResource("/schemas"));
        try (Stream<Path> all = Files.list(Path.of(folder.toURI()))) {
            return all.sorted().toList();
        }
    }

    @Test
    void folder_files_areMany() throws Exception {
        assertThat(files()).hasSizeGreaterThan(25);
    }

    @ParameterizedTest
    @MethodSource("files")
    void grammar_ofEachFile_acceptsAndRejects(Path file) throws Exception {
        JsonNode example = JSON.readTree(file.toFile());
        Gbnf grammar = Gbnf.parse(JsonSchemaGrammar.of(example.get("schema").toString()));

        for (JsonNode text : example.get("accept")) {
            assertThat(grammar.matches(text.textValue())).as("accepts %s", text).isTrue();
        }
        for (JsonNode text : example.get("reject")) {
            assertThat(grammar.matches(text.textValue())).as("accepts %s", text).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void grammar_ofEachFile_makesOnlyValidValues(Path file) throws Exception {
        JsonNode schema = JSON.readTree(file.toFile()).get("schema");
        Gbnf grammar = Gbnf.parse(JsonSchemaGrammar.of(schema.toString()));
        SchemaJudge judge = new SchemaJudge(schema);
        Random random = new Random(7);

        for (int i = 0; i < 200; i++) {
            String text = grammar.sample(random);
            assertThat(judge.accepts(JSON.readTree(text))).as(text).isTrue();
            assertThat(grammar.matches(text)).as(text).isTrue();
        }
    }
}
