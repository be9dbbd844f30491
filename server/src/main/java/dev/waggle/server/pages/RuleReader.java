package dev.waggle.server.pages;

import dev.waggle.rules.book.PlainWords;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleCase;
import dev.waggle.rules.book.RuleCase.Expected;
import dev.waggle.server.pages.RuleView.CaseTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns a rule into its page. */
final class RuleReader {
    private final RuleBook book;
    private final Standing standing;
    private final @Nullable RuleCells cells;
    private final Annals annals;

    /**
     * Reads a book.
     *
     * @param cells null while nobody has counted
     */
    RuleReader(RuleBook book, Standing standing, @Nullable RuleCells cells, Annals annals) {
        this.book = book;
        this.standing = standing;
        this.cells = cells;
        this.annals = annals;
    }

    RuleView view(Page page, Rule rule) {
        return new RuleView(
                page,
                standing,
                rule.id(),
                rule.title(),
                rule.concern(),
                rule.severity().id(),
                Shown.severity(rule.severity().id()),
                PlainWords.of(rule),
                DrlText.message(rule.message()),
                Examples.of(rule, book).orElse(null),
                rule.since(),
                rule.file(),
                rule.line(),
                DrlText.pieces(rule.source()),
                FactsRead.by(rule),
                cases(rule),
                cells == null ? null : cells.of(rule.id()),
                annals.of(rule.id()));
    }

    private List<CaseTable> cases(Rule rule) {
        List<RuleCase> all = book.cases().stream()
                .filter(each -> each.rule().equals(rule.id()))
                .toList();
        List<CaseTable> tables = new ArrayList<>();
        for (Expected expected : Expected.values()) {
            List<RuleCase> cases =
                    all.stream().filter(each -> each.expected() == expected).toList();
            if (!cases.isEmpty()) tables.add(Cases.table(title(expected), css(expected), cases, all));
        }
        return tables;
    }

    private static String title(Expected expected) {
        return switch (expected) {
            case HIT -> "It must fire";
            case MISS -> "It must not fire";
            case UNKNOWN -> "Nobody can know";
        };
    }

    private static String css(Expected expected) {
        return "c-" + expected.name().toLowerCase(Locale.ROOT);
    }
}
