package dev.waggle.server.pages;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleCase;
import dev.waggle.server.pages.RuleCells.Share;
import dev.waggle.server.pages.RulesView.Concern;
import dev.waggle.server.pages.RulesView.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a rule book into the list of its rules. */
final class RulesReader {
    private final RuleBook book;
    private final Standing standing;
    private final @Nullable RuleCells cells;
    private final Map<String, Share> shares;

    /**
     * Reads a book.
     *
     * @param cells null while nobody has counted
     */
    RulesReader(RuleBook book, Standing standing, @Nullable RuleCells cells) {
        this.book = book;
        this.standing = standing;
        this.cells = cells;
        this.shares = cells == null ? Map.of() : cells.shares();
    }

    RulesView view(Page page, RuleQuery query) {
        Map<String, List<Rule>> byConcern = new LinkedHashMap<>();
        List<Rule> asked = book.rules().stream().filter(query::takes).toList();
        for (Rule rule : asked)
            byConcern.computeIfAbsent(rule.concern(), name -> new ArrayList<>()).add(rule);
        List<Concern> concerns = new ArrayList<>();
        byConcern.forEach((name, rules) -> concerns.add(new Concern(
                name, rules.get(0).file(), rules.stream().map(this::row).toList())));
        return new RulesView(
                page,
                standing,
                query,
                concerns,
                asked.size(),
                book.rules().size(),
                cells != null,
                cells == null ? "" : Figures.count(cells.verdicts()));
    }

    private Row row(Rule rule) {
        Share share = shares.getOrDefault(rule.id(), new Share(0, 0));
        boolean well = !standing.hasProblemWith(rule.id());
        return new Row(
                rule.id(),
                Links.rule(rule.id()),
                rule.title(),
                rule.severity().id(),
                Shown.severity(rule.severity().id()),
                Examples.of(rule, book).map(RuleView.Example::sentence).orElse(rule.message()),
                cells == null ? "–" : Figures.count(share.speaks()),
                cells == null ? "–" : Figures.count(share.decides()),
                Figures.percent(share.decides(), cells == null ? 0 : cells.verdicts()),
                well ? cases(rule) : "not as saved last",
                well);
    }

    /** What is live has passed all its cases. */
    private String cases(Rule rule) {
        long count = book.cases().stream()
                .map(RuleCase::rule)
                .filter(rule.id()::equals)
                .count();
        return count == 1 ? "1 case passes" : count + " cases pass";
    }
}
