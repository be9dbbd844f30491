package dev.waggle.server.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.waggle.server.ProductRoutes;
import dev.waggle.server.pages.HistoryView.FileChange;
import dev.waggle.server.pages.RuleView.Past;
import dev.waggle.server.rulebook.ChangeSet;
import dev.waggle.server.rulebook.Publication;
import dev.waggle.server.rulebook.Publisher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What versions changed. */
class AnnalsTest {
    private static final String DRL = "memory/memory.drl";

    @TempDir
    Path folder = Path.of("");

    private static void publish(Publisher publisher, String path, String from, String to) {
        String text = publisher.edition().source().text(path).orElseThrow();
        assertThat(text).contains(from);
        ChangeSet change = ChangeSet.of(Map.of(path, text.replace(from, to)));
        assertThat(publisher.publish(change, "admin", "", publisher.edition().tag()))
                .isInstanceOf(Publication.Published.class);
    }

    @Test
    void versions_thatChangedARule_areToldWithTheirLines() throws IOException {
        try (ProductRoutes product = ProductRoutes.on(folder, false)) {
            Publisher publisher = product.publisher();
            publish(publisher, DRL, "leaves little room", "leaves hardly any room");
            publish(publisher, DRL, "needs more than is free now", "more than is free");
            publish(publisher, "catalog/policy.yaml", "1073741824  # 1 GiB", "1073741824  # one GiB");
            Annals annals = new Annals(publisher);
            assertThat(annals.of("MEM-030"))
                    .extracting(Past::number, Past::what)
                    .containsExactly(tuple(1, "changed"));
            assertThat(annals.of("MEM-020")).extracting(Past::number).containsExactly(2);
            assertThat(annals.of("MEM-010")).isEmpty();
            assertThat(annals.of("MEM-0")).as("no rule of that id").isEmpty();
            assertThat(annals.of("MEM-030").get(0).lines())
                    .filteredOn(line -> !line.css().equals("same"))
                    .extracting(DiffLine::text)
                    .containsExactly("rule \"MEM-030 leaves little room\"", "rule \"MEM-030 leaves hardly any room\"");
            assertThat(annals.changes(publisher.versions().get(0)))
                    .extracting(FileChange::path, FileChange::what, FileChange::added)
                    .containsExactly(tuple("catalog/policy.yaml", "changed", 1L));
        }
    }
}
