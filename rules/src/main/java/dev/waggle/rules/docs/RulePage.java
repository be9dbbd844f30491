package dev.waggle.rules.docs;

import dev.waggle.rules.book.PlainWords;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.RuleBook;
import dev.waggle.rules.book.RuleCase;
import dev.waggle.rules.book.RuleCase.Expected;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.RuleFact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The page of one rule. */
final class RulePage {
    private RulePage() {}

    static String of(Rule rule, RuleBook book) {
        StringBuilder page = new StringBuilder();
        page.append("# ")
                .append(rule.id())
                .append(": ")
                .append(Markdown.text(rule.title()))
                .append("\n\n");
        page.append("Severity **")
                .append(rule.severity().id())
                .append("**, concern ")
                .append(rule.concern());
        page.append(", since ").append(rule.since()).append(". All rules: [README.md](README.md).\n\n");
        page.append("## When\n\n").append(Markdown.text(PlainWords.of(rule))).append("\n\n");
        page.append("It says: *").append(Markdown.text(rule.message())).append("*\n\n");
        page.append("It reads ").append(reads(rule)).append(".\n\n");
        page.append("```\n").append(rule.source()).append("\n```\n\n## Cases\n\n");
        page.append("| must | case | facts |\n|---|---|---|\n");
        for (Expected expected : Expected.values())
            for (RuleCase each : book.cases())
                if (each.rule().equals(rule.id()) && each.expected() == expected) page.append(row(each));
        return page.toString();
    }

    private static String reads(Rule rule) {
        Set<String> types = new TreeSet<>();
        for (Rule.Pattern pattern : rule.patterns()) types.add(pattern.type());
        List<String> links = new ArrayList<>();
        for (String type : types) links.add("[" + type + "](facts.md#" + type.toLowerCase(Locale.ROOT) + ")");
        return String.join(" and ", links);
    }

    private static String row(RuleCase each) {
        List<String> facts = new ArrayList<>();
        for (RuleFact fact : each.facts()) facts.add(Markdown.code(shown(fact)));
        String must = switch (each.expected()) {
            case HIT -> "fire";
            case MISS -> "not fire";
            case UNKNOWN -> "be unknown";
        };
        return "| " + must + " | " + Markdown.text(each.name()) + " | " + String.join(" ", facts) + " |\n";
    }

    /** A fact as case files write it; what is unknown is left out. */
    private static String shown(RuleFact fact) {
        FactType type = FactTypes.of(fact.getClass().getSimpleName()).orElseThrow();
        List<String> fields = new ArrayList<>();
        for (String field : type.fields().keySet()) {
            Object value = FactTypes.value(fact, field);
            if (value != null) fields.add(field + ": " + value(value));
        }
        return type.name() + ": {" + String.join(", ", fields) + "}";
    }

    private static String value(@Nullable Object value) {
        if (value instanceof Collection<?> many)
            return "["
                    + String.join(
                            ", ", many.stream().map(String::valueOf).sorted().toList()) + "]";
        return String.valueOf(value);
    }
}
