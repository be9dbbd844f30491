package dev.waggle.server.pages;

import dev.waggle.rules.book.RuleCase;
import dev.waggle.rules.book.Sentence;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.RuleFact;
import dev.waggle.server.pages.RuleView.CaseRow;
import dev.waggle.server.pages.RuleView.CaseTable;
import dev.waggle.server.pages.RuleView.CaseValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cases as tables: a column for each field that some case of the rule gives. */
final class Cases {
    private Cases() {}

    private record Column(String type, String field) {
        String title(boolean oneType) {
            return oneType ? field : type + "." + field;
        }
    }

    /**
     * A table.
     *
     * @param cases its rows
     * @param all every case of the rule: they tell which columns there are
     */
    static CaseTable table(String title, String css, List<RuleCase> cases, List<RuleCase> all) {
        List<Column> columns = columns(all);
        boolean oneType = columns.stream().map(Column::type).distinct().count() == 1;
        return new CaseTable(
                title,
                css,
                columns.stream().map(column -> column.title(oneType)).toList(),
                cases.stream()
                        .map(each -> new CaseRow(
                                each.name(),
                                columns.stream()
                                        .map(column -> value(each, column))
                                        .toList()))
                        .toList());
    }

    private static List<Column> columns(List<RuleCase> cases) {
        Set<Column> columns = new LinkedHashSet<>();
        for (RuleCase each : cases)
            for (RuleFact fact : each.facts())
                for (String field : fields(fact))
                    if (FactTypes.value(fact, field) != null) columns.add(new Column(type(fact), field));
        return List.copyOf(columns);
    }

    private static Set<String> fields(RuleFact fact) {
        return FactTypes.of(type(fact)).orElseThrow().fields().keySet();
    }

    private static String type(RuleFact fact) {
        return fact.getClass().getSimpleName();
    }

    /** The value in each fact of that type that a case has. */
    private static CaseValue value(RuleCase each, Column column) {
        List<RuleFact> facts = each.facts().stream()
                .filter(fact -> type(fact).equals(column.type()))
                .toList();
        if (facts.isEmpty()) return new CaseValue("–", "", false);
        List<String> texts = new ArrayList<>();
        List<String> beside = new ArrayList<>();
        boolean unknown = false;
        for (RuleFact fact : facts) {
            Object value = FactTypes.value(fact, column.field());
            unknown |= value == null;
            texts.add(text(value));
            size(column.field(), value).ifPresent(beside::add);
        }
        return new CaseValue(String.join(" / ", texts), String.join(" / ", beside), unknown);
    }

    private static String text(@Nullable Object value) {
        if (value == null) return "unknown";
        if (value instanceof Collection<?>) return Sentence.shown("", value);
        return value instanceof Long count ? Figures.count(count) : String.valueOf(value);
    }

    private static Optional<String> size(String field, @Nullable Object value) {
        return value instanceof Long bytes && field.endsWith("Bytes") && Math.abs(bytes) >= 1024
                ? Optional.of(Figures.bytes(bytes))
                : Optional.empty();
    }
}
