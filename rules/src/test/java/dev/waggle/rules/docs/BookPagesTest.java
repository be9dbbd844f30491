package dev.waggle.rules.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.book.PlainWords;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.catalog.CatalogWords;
import dev.waggle.rules.drools.BookFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pages in {@code docs/rules} are those of the shipped book. {@code -Dwaggle.golden=update} writes them anew, as
 * {@code waggle rules docs docs/rules} does.
 */
class BookPagesTest {
    private static final Path PAGES = Path.of("..", "docs", "rules");
    private static final RuleBook BOOK = BookFolder.embedded();
    private static final Map<String, String> MADE = BookPages.of(BOOK, CatalogWords.of(CatalogLoader.embedded()));

    @Test
    void committedPages_areThoseOfTheShippedBook() throws IOException {
        if ("update".equals(System.getProperty("waggle.golden"))) update();
        Map<String, String> committed = new TreeMap<>();
        try (Stream<Path> files = Files.list(PAGES)) {
            for (Path file : files.toList()) committed.put(String.valueOf(file.getFileName()), Files.readString(file));
        }
        assertThat(committed)
                .as("docs/rules is stale: -Dwaggle.golden=update writes it")
                .isEqualTo(MADE);
    }

    private static void update() throws IOException {
        Files.createDirectories(PAGES);
        try (Stream<Path> old = Files.list(PAGES)) {
            for (Path file : old.toList()) Files.delete(file);
        }
        for (Map.Entry<String, String> page : MADE.entrySet())
            Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
    }

    @Test
    void pages_linkOnlyToPagesThereAre() {
        MADE.forEach((name, page) -> {
            Matcher link = Pattern.compile("]\\(([^)#]*)(?:#([^)]*))?\\)").matcher(page);
            while (link.find()) {
                String target = link.group(1).isEmpty() ? name : link.group(1);
                assertThat(MADE).as(name).containsKey(target);
                if (link.group(2) != null)
                    assertThat(anchors(MADE.getOrDefault(target, ""))).as(name).contains(link.group(2));
            }
        });
    }

    private static Stream<String> anchors(String page) {
        return page.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replace(",", "")
                        .replace(' ', '-'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "MEM-010 | Fires for a Fit (what one device would have to hold in one placement) where all that the device would hold (residentBytes) is more than what programs can have of the device at all (capacityBytes). Then it cannot run; where a fact that decides is unknown, nobody knows whether it can.",
                "QNT-020 | Fires for a Variant (the file or file set that is to be loaded) where the file's quantization (quantization) is \"Q2_K\". Then it runs with this caveat.",
                "SAF-010 | Fires for a Variant (the file or file set that is to be loaded) where it is true that its licence must be accepted before download (gated). That is told, and changes nothing.",
                "PLT-030 | Fires for a Machine (the machine it would run on) and a Worker (a worker that could load it) where the worker's one backend (Worker.backend) is none of the backends that the machine's devices offer (Machine.backends). Then it cannot run; where a fact that decides is unknown, nobody knows whether it can.",
            })
    void rule_inPlainWords_isASentence(String id, String sentence) {
        assertThat(PlainWords.of(BOOK.rule(id).orElseThrow())).isEqualTo(sentence);
    }
}
