package dev.waggle.rules.book;

import dev.waggle.rules.book.RawRule.Piece;
import dev.waggle.rules.book.RawRule.RawPattern;
import dev.waggle.rules.facts.FactField;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.FactWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/** Checks the patterns of one rule: their facts, bindings and constraints, and whether they can match at all. */
final class PatternChecker {
    private static final int MOST_PATTERNS = 2;

    private final FactWords words;
    private final Faults faults;
    private final Map<String, Bound> bindings = new HashMap<>();
    private boolean decides;

    /** What a binding stands for: a whole fact where the field is "". */
    record Bound(FactType type, String field) {}

    PatternChecker(FactWords words, Faults faults) {
        this.words = words;
        this.faults = faults;
    }

    List<Rule.Pattern> check(List<RawPattern> raw, Place rule) {
        if (raw.isEmpty() || raw.size() > MOST_PATTERNS) faults.bad(rule, raw.size() + " patterns", "1 or 2");
        List<Rule.Pattern> patterns = new ArrayList<>();
        for (RawPattern pattern : raw) {
            Piece name = pattern.type();
            Optional<FactType> type = FactTypes.of(name.text());
            if (type.isPresent()) patterns.add(pattern(pattern, type.get()));
            else
                faults.badWord(
                        name.at(),
                        "the fact '" + name.text() + "'",
                        name.text(),
                        FactTypes.all().keySet());
        }
        return patterns;
    }

    /** True where a constraint could be false for some facts. */
    boolean decides() {
        return decides;
    }

    private Rule.Pattern pattern(RawPattern pattern, FactType type) {
        int before = faults.count();
        List<PlacedConstraint> placed = new ArrayList<>();
        Map<String, Bound> own = new HashMap<>();
        ConstraintChecker checker = new ConstraintChecker(type, bindings, words, faults);
        for (Piece constraint : pattern.constraints())
            if (!bind(constraint, type, own)) checker.check(constraint).ifPresent(placed::add);
        Place at = pattern.type().at();
        if (pattern.binding() != null) own.put(pattern.binding(), new Bound(type, ""));
        own.forEach((name, bound) -> {
            if (!name.matches("\\$[a-z][A-Za-z0-9]*"))
                faults.bad(at, "the binding '" + name + "'", "$ and a name in camel case");
            if (bindings.put(name, bound) != null) faults.bad(at, "the binding '" + name + "' again", "each name once");
        });
        if (faults.count() == before) decides |= Contradictions.check(type, placed, words, faults);
        List<Rule.Constraint> constraints =
                placed.stream().map(PlacedConstraint::constraint).toList();
        return new Rule.Pattern(type.name(), pattern.binding(), constraints, at.line());
    }

    /** Takes {@code $name : field}; true where the constraint is one. */
    private boolean bind(Piece constraint, FactType type, Map<String, Bound> own) {
        Matcher binding = ConstraintParser.binding(constraint.text());
        if (!binding.matches()) return false;
        Optional<FactField> field =
                ConstraintChecker.field(type, binding.group(2), constraint.at(binding.start(2)), faults);
        if (field.isPresent()) own.put(binding.group(1), new Bound(type, binding.group(2)));
        return true;
    }
}
