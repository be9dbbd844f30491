package dev.waggle.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.judge.RuleSet;
import dev.waggle.rules.matrix.CellVerdict;
import dev.waggle.rules.matrix.JudgedMatrix;
import dev.waggle.server.app.Waggle;
import dev.waggle.server.pages.RuleCells.Share;
import dev.waggle.server.pages.RuleView.CellLink;
import dev.waggle.server.pages.RuleView.Cells;
import dev.waggle.server.pages.RuleView.Part;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** How often rules speak, against counting every cell by itself. */
@TestInstance(Lifecycle.PER_CLASS)
class RuleCellsTest {
    @TempDir
    static Path folder = Path.of("");

    private final JudgedMatrix matrix;
    private final Map<String, Integer> speaks = new HashMap<>();
    private final Map<String, Integer> decides = new HashMap<>();

    RuleCellsTest() throws Exception {
        matrix = new Waggle(CatalogLoader.embedded(), new RuleSet(BookFolder.embedded()), folder).judged();
    }

    @BeforeAll
    void countEveryCell() {
        for (int cell = 0; cell < matrix.docket().cells(); cell++) {
            CellVerdict verdict = matrix.verdict(cell);
            verdict.said().stream()
                    .map(CellVerdict.Said::rule)
                    .distinct()
                    .forEach(rule -> speaks.merge(rule, 1, Integer::sum));
            verdict.deciding().forEach(rule -> decides.merge(rule, 1, Integer::sum));
        }
    }

    @Test
    void shares_ofEveryRule_areThoseOfAllCells() {
        Map<String, Share> shares = new RuleCells(matrix).shares();
        assertThat(shares.keySet()).isEqualTo(speaks.keySet()).isNotEmpty();
        shares.forEach((rule, share) -> assertThat(share)
                .as(rule)
                .isEqualTo(new Share(speaks.getOrDefault(rule, 0), decides.getOrDefault(rule, 0))));
    }

    @Test
    void cells_ofEveryRule_addUp() {
        RuleCells all = new RuleCells(matrix);
        speaks.forEach((rule, count) -> {
            Cells cells = all.of(rule);
            assertThat(cells.speaks()).as(rule).isEqualTo(count);
            assertThat(cells.decides()).as(rule).isEqualTo(decides.getOrDefault(rule, 0));
            assertThat(cells.machines().stream().mapToInt(Part::cells).sum()).isEqualTo(count);
            assertThat(cells.workers().stream().mapToInt(Part::cells).sum()).isEqualTo(count);
            assertThat(cells.links()).hasSize(Math.min(50, count));
            assertThat(cells.links()).extracting(CellLink::href).doesNotHaveDuplicates();
        });
    }

    @Test
    void cells_ofARuleThatNeverSpeaks_areNone() {
        Cells cells = new RuleCells(matrix).of("XXX-010");
        assertThat(cells.speaks()).isZero();
        assertThat(cells.links()).isEmpty();
        assertThat(cells.all()).isEqualTo(matrix.docket().cells());
    }
}
