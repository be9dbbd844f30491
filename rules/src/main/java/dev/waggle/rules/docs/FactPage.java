package dev.waggle.rules.docs;

import dev.waggle.rules.facts.FactField;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.FactWords;
import dev.waggle.rules.facts.Words;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The page that lists every fact and field: type, unit, meaning, where it comes from, and what it can be. */
final class FactPage {
    private static final String HEAD = """
            # What rules can read

            Made by `waggle rules docs`; the program's fact types are where it comes from. A field that nobody knows is
            *unknown*: a rule that needs it can't be decided, and says so. A fact that does not apply is not there at all,
            and no rule about it fires. Facts of one worker meet facts of the same worker only, and facts of one placement
            those of the same placement.
            """;
    /** More words than fit a cell. */
    private static final int MANY = 45;

    private final FactWords words;
    private final StringBuilder page = new StringBuilder(HEAD);

    private FactPage(FactWords words) {
        this.words = words;
    }

    static String of(FactWords words) {
        FactPage page = new FactPage(words);
        FactTypes.all().values().forEach(page::add);
        page.addLists();
        return page.page.toString();
    }

    private void add(FactType type) {
        page.append("\n## ").append(type.name()).append("\n\n");
        page.append(sentence(type.means().value())).append(' ');
        page.append(
                type.perRung()
                        ? "One for each device of each placement. "
                        : type.perTarget() ? "One for each worker. " : "");
        page.append("Source: ").append(type.means().from()).append(".\n\n");
        page.append("| field | type | what it is | what it can be |\n|---|---|---|---|\n");
        for (FactField field : type.described()) add(field, type);
    }

    private void add(FactField field, FactType type) {
        String more = field.more().isEmpty() ? "" : "; " + field.more();
        boolean own = !field.source().equals(type.means().from());
        page.append("| `")
                .append(field.name())
                .append("` | ")
                .append(kind(field))
                .append(" | ");
        page.append(field.meaning()).append(more).append(own ? " (source: " + field.source() + ")" : "");
        page.append(" | ").append(values(field)).append(" |\n");
    }

    private static String kind(FactField field) {
        return switch (field.kind()) {
            case TEXT -> "text";
            case TEXTS -> "set of texts";
            case TRUTH -> "true or false";
            case WHOLE -> "whole number, " + field.unit();
            case REAL -> "number, " + field.unit();
        };
    }

    private String values(FactField field) {
        if (field.isNumber()) return field.least() == Long.MIN_VALUE ? "any" : "from " + field.least();
        if (field.kind() == FactTypes.FieldKind.TRUTH) return "`true`, `false`";
        if (field.words() == Words.ANY) return "any text";
        Set<String> known = words.of(field.words()).orElse(Set.of());
        return known.isEmpty() || known.size() > MANY
                ? "[" + field.words().meaning() + "](#" + anchor(field.words()) + ")"
                : list(known);
    }

    private void addLists() {
        for (Words each : Words.values()) {
            Set<String> known = words.of(each).orElse(Set.of());
            boolean linked = FactTypes.all().values().stream()
                    .flatMap(type -> type.described().stream())
                    .anyMatch(field -> field.words() == each);
            if (!linked || each == Words.ANY || (known.size() <= MANY && !known.isEmpty())) continue;
            page.append("\n## ").append(heading(each)).append("\n\n");
            page.append(known.isEmpty() ? "The catalog says which." : list(known))
                    .append('\n');
        }
    }

    private static String list(Set<String> known) {
        return new TreeSet<>(known).stream().map(Markdown::code).collect(Collectors.joining(", "));
    }

    private static String heading(Words words) {
        String meaning = words.meaning();
        return Character.toUpperCase(meaning.charAt(0)) + meaning.substring(1);
    }

    private static String anchor(Words words) {
        return words.meaning().toLowerCase(Locale.ROOT).replace(",", "").replace(' ', '-');
    }

    private static String sentence(String phrase) {
        return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1) + ".";
    }
}
