package dev.waggle.rules.drools;

import dev.waggle.rules.book.BookException;
import dev.waggle.rules.book.LintReport;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleError;
import dev.waggle.rules.catalog.CatalogLoader;
import dev.waggle.rules.catalog.CatalogWords;
import dev.waggle.rules.facts.FactWords;
import java.util.List;
import java.util.Map;

/** The files of a book of one rule, MEM-010, whose cases are in order: what is put into it decides whether it loads. */
final class SmallBook {
    static final String DRL = "memory/memory.drl";
    static final String CASES = "memory/memory.cases.yaml";
    static final String PATTERN = "Fit( residentBytes > capacityBytes )";
    static final String GOOD_CASES = """
            MEM-010:
              hits:
                - case: too large
                  Fit: {residentBytes: 2, capacityBytes: 1}
              misses:
                - case: fits
                  Fit: {residentBytes: 1, capacityBytes: 2}
            """;

    private static final FactWords SHIPPED = CatalogWords.of(CatalogLoader.embedded());

    private SmallBook() {}

    /** A rule on 8 lines: name 1, annotations 2, when 3, patterns 4, then 5, consequence 6, end 7. */
    static String rule(String patterns) {
        return rule(
                "\"MEM-010 needs more\"", "@message( \"Needs.\" ) @since( \"1.0\" )", patterns, "block( \"MEM-010\" )");
    }

    static String rule(String name, String annotations, String patterns, String finding) {
        return "rule " + name + "\n    " + annotations + "\nwhen\n    " + patterns + "\nthen\n    findings." + finding
                + ";\nend\n";
    }

    static RuleBook load(String drl) throws BookException {
        return load(drl, GOOD_CASES);
    }

    /** A book in which constants can be any text: for tests of what rules make of facts, whatever they stand for. */
    static RuleBook load(String drl, String cases) throws BookException {
        return BookLoader.lint(Map.of(DRL, drl, CASES, cases), FactWords.any()).orThrow();
    }

    /** What a catalog-aware linter says, errors and warnings. */
    static LintReport lint(String drl) {
        return BookLoader.lint(Map.of(DRL, drl, CASES, GOOD_CASES), SHIPPED);
    }

    /** What is wrong with a book; empty where it loads. */
    static List<RuleError> errors(String drl, String cases) {
        return errors(Map.of(DRL, drl, CASES, cases));
    }

    static List<RuleError> errors(Map<String, String> files) {
        try {
            BookLoader.load(files);
            return List.of();
        } catch (BookException e) {
            return e.errors();
        }
    }
}
