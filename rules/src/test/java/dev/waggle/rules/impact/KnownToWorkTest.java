package dev.waggle.rules.impact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.catalog.Catalog;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.drools.BookFolder;
import dev.waggle.rules.drools.BookLoader;
import dev.waggle.rules.judge.Judge;
import dev.waggle.rules.judge.RuleSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownToWorkTest {
    private static final Catalog CATALOG = CatalogLoader.embedded();

    private static List<Impact.Broken> broken(RuleSet rules) {
        return KnownToWork.broken(CATALOG, new Judge(CATALOG.policy(), rules));
    }

    private static RuleSet oneRule(String pattern, String severity) throws BookException {
        String rule = "rule \"ONE-010 the only one there is\" @message( \"So it is.\" ) @since( \"1.0\" )\nwhen\n    "
                + pattern + "\nthen\n    findings." + severity + "( \"ONE-010\" );\nend\n";
        String cases = "ONE-010:\n  hits: [{case: a, Question: {}}]\n  misses: [{case: b, Question: {}}]\n";
        return new RuleSet(BookLoader.load(Map.of("one/one.drl", rule, "one/one.cases.yaml", cases)));
    }

    @Test
    void shippedBook_letsEverythingRun() {
        assertThat(CATALOG.knownGood()).hasSizeGreaterThan(40);
        assertThat(broken(new RuleSet(BookFolder.embedded()))).isEmpty();
    }

    @Test
    void ruleThatRefuses_isNamedForEachCombination() throws BookException {
        assertThat(broken(oneRule("Fit( residentBytes > kvBytes )", "block")))
                .hasSameSizeAs(CATALOG.knownGood())
                .allSatisfy(each -> {
                    assertThat(each.verdict()).isEqualTo("cannot-run");
                    assertThat(each.rules()).containsExactly("ONE-010");
                    assertThat(each.toString()).contains(each.cell().toString(), "ONE-010", each.why());
                });
    }

    @Test
    void ruleThatNobodyCanDecide_breaksToo() throws BookException {
        assertThat(broken(oneRule("Fit( residentBytes > freeBytes )", "block")))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.verdict()).isEqualTo("unknown"));
    }

    @Test
    void caveat_breaksNothing() throws BookException {
        assertThat(broken(oneRule("Fit( residentBytes > kvBytes )", "warn"))).isEmpty();
    }
}
