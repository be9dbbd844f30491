package dev.waggle.server.pages;

import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.facts.FactField;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.server.pages.RuleView.FactRow;
import dev.waggle.server.pages.RuleView.Piece;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields that a rule reads, and what for: to decide, or to say it. */
final class FactsRead {
    private static final String DECIDES = "decides";
    private static final String SAID = "in its sentence";

    private final Rule rule;
    private final Map<Field, Set<String>> uses = new LinkedHashMap<>();

    private record Field(String type, String name) {}

    private FactsRead(Rule rule) {
        this.rule = rule;
    }

    static List<FactRow> by(Rule rule) {
        FactsRead reads = new FactsRead(rule);
        for (Rule.Pattern pattern : rule.patterns())
            pattern.constraints().forEach(constraint -> reads.decidedBy(pattern, constraint));
        for (Piece piece : DrlText.message(rule.message())) if (!piece.css().isEmpty()) reads.said(piece.text());
        List<FactRow> rows = new ArrayList<>();
        reads.uses.forEach((field, use) -> rows.add(row(field, String.join(", ", use))));
        return rows;
    }

    private static FactRow row(Field field, String use) {
        FactField known = FactTypes.of(field.type())
                .flatMap(type -> type.field(field.name()))
                .orElseThrow();
        List<String> more = new ArrayList<>();
        if (!known.more().isEmpty()) more.add(known.more().replace("`", ""));
        if (!known.unit().isEmpty()) more.add("in " + known.unit());
        more.add("source: " + known.source().replace("`", ""));
        return new FactRow(field.type(), field.name(), known.meaning(), String.join(" · ", more), use);
    }

    private void decidedBy(Rule.Pattern pattern, Constraint constraint) {
        use(pattern.type(), constraint.field(), DECIDES);
        if (constraint.operand() instanceof Operand.OwnField own) use(pattern.type(), own.field(), DECIDES);
        if (constraint.operand() instanceof Operand.OtherField other)
            use(rule.patterns().get(0).type(), other.field(), DECIDES);
    }

    /** A field of a message, with or without its fact's name, is the first pattern's that has it. */
    private void said(String field) {
        String name = field.substring(field.indexOf('.') + 1);
        rule.patterns().stream()
                .map(Rule.Pattern::type)
                .filter(type -> field.equals(name) || field.startsWith(type + "."))
                .filter(type -> FactTypes.of(type).orElseThrow().fields().containsKey(name))
                .findFirst()
                .ifPresent(type -> use(type, name, SAID));
    }

    private void use(String type, String field, String what) {
        uses.computeIfAbsent(new Field(type, field), key -> new LinkedHashSet<>())
                .add(what);
    }
}
