package dev.waggle.rules.docs;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.facts.FactWords;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The pages of a book, as Markdown: the same book has the same pages, letter for letter. */
public final class BookPages {
    private BookPages() {}

    /**
     * Every page.
     *
     * @param words the words that facts can hold, for the page about them
     * @return file name → text
     */
    public static Map<String, String> of(RuleBook book, FactWords words) {
        Map<String, String> pages = new TreeMap<>();
        pages.put("README.md", index(book));
        pages.put("facts.md", FactPage.of(words));
        for (Rule rule : book.rules()) pages.put(rule.id() + ".md", RulePage.of(rule, book));
        return pages;
    }

    private static String index(RuleBook book) {
        StringBuilder page = new StringBuilder("# The rules\n\n")
                .append("Made by `waggle rules docs` from the rule book; change the book, not these pages. ")
                .append("What rules can read stands in [facts.md](facts.md).\n");
        Map<String, List<Rule>> concerns =
                book.rules().stream().collect(Collectors.groupingBy(Rule::concern, TreeMap::new, Collectors.toList()));
        concerns.forEach((concern, rules) -> {
            page.append("\n## ").append(concern).append("\n\n| rule | severity | what it says |\n|---|---|---|\n");
            for (Rule rule : rules)
                page.append(String.format(
                        "| [%s](%s.md) | %s | %s |\n",
                        rule.id(), rule.id(), rule.severity().id(), Markdown.text(rule.title())));
        });
        if (!book.retired().isEmpty()) page.append("\n## Retired\n\nThese ids are never used again.\n\n");
        new TreeMap<>(book.retired())
                .values()
                .forEach(id -> page.append("- ")
                        .append(id.id())
                        .append(", gone in ")
                        .append(id.since())
                        .append(": ")
                        .append(Markdown.text(id.why()))
                        .append('\n'));
        return page.toString();
    }
}
