package dev.waggle.rules.book;

import dev.waggle.rules.book.RawRule.RawConstraint;
import dev.waggle.rules.book.RawRule.RawPattern;
import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.FactTypes.FieldKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns a raw rule into a rule, or says what is wrong with it: all of it, not only the first. */
final class RuleChecker {
    private static final Pattern NAME = Pattern.compile("([A-Z]{3}-\\d{3}) (\\S.{2,80})");
    private static final Pattern CONSEQUENCE =
            Pattern.compile("\\s*findings\\.([a-z]+)\\(\\s*\"([^\"]*)\"\\s*\\);\\s*");
    private static final Pattern QUOTED = Pattern.compile("\\s*\"([^\"]*)\"\\s*");
    private static final Pattern SINCE = Pattern.compile("\\d{1,4}\\.\\d{1,4}");
    private static final int MOST_PATTERNS = 2;

    private final RawRule raw;
    private final List<RuleError> errors;
    private final int errorsBefore;
    private String id = "";

    /** What a binding stands for: a whole fact where the field is "". */
    private record Bound(FactType type, String field) {}

    private RuleChecker(RawRule raw, List<RuleError> errors) {
        this.raw = raw;
        this.errors = errors;
        this.errorsBefore = errors.size();
    }

    /** The rule, or empty after adding what is wrong to the errors. */
    static Optional<Rule> check(RawRule raw, String concern, List<RuleError> errors) {
        return new RuleChecker(raw, errors).rule(concern);
    }

    private Optional<Rule> rule(String concern) {
        Matcher name = NAME.matcher(raw.name());
        if (name.matches()) id = name.group(1);
        else
            bad(
                    raw.line(),
                    "the name '" + raw.name() + "'",
                    "an id and a title of 3 to 81 characters, such as \"MEM-010 needs more than the device has\"");
        List<Rule.Pattern> patterns = patterns();
        Severity severity = severity();
        String message = annotation("message");
        String since = annotation("since");
        if (!since.isBlank() && !SINCE.matcher(since).matches())
            bad(raw.line(), "@since \"" + since + "\"", "the book's version, such as \"1.0\"");
        checkMessage(message, patterns);
        if (errors.size() > errorsBefore) return Optional.empty();
        return Optional.of(new Rule(
                id, name.group(2), concern, severity, message, since, patterns, raw.file(), raw.line(), raw.source()));
    }

    private Severity severity() {
        Matcher consequence = CONSEQUENCE.matcher(raw.consequence());
        if (consequence.matches()) {
            Optional<Severity> severity = Severity.byId(consequence.group(1));
            if (severity.isPresent() && consequence.group(2).equals(id)) return severity.get();
        }
        String allowed = "exactly findings.block( \"" + (id.isEmpty() ? "the id" : id) + "\" ); or warn, note or offer";
        bad(raw.consequenceLine(), "the consequence '" + raw.consequence().strip() + "'", allowed);
        return Severity.NOTE;
    }

    private String annotation(String key) {
        String value = raw.annotations().get(key);
        if (value == null) {
            bad(raw.line(), "no @" + key, "@" + key + "( \"…\" )");
            return "";
        }
        Matcher quoted = QUOTED.matcher(value);
        String text = quoted.matches() ? quoted.group(1) : "";
        if (text.isBlank()) bad(raw.line(), "an empty @" + key, "text in double quotes");
        return text;
    }

    private List<Rule.Pattern> patterns() {
        if (raw.patterns().isEmpty() || raw.patterns().size() > MOST_PATTERNS)
            bad(raw.line(), raw.patterns().size() + " patterns", "1 or 2");
        List<Rule.Pattern> patterns = new ArrayList<>();
        Map<String, Bound> bindings = new HashMap<>();
        for (RawPattern pattern : raw.patterns()) {
            Optional<FactType> type = FactTypes.of(pattern.type());
            if (type.isEmpty()) {
                bad(
                        pattern.line(),
                        "the fact '" + pattern.type() + "'",
                        Nearest.allowed(pattern.type(), FactTypes.all().keySet()));
                continue;
            }
            patterns.add(pattern(pattern, type.get(), bindings));
        }
        return patterns;
    }

    private Rule.Pattern pattern(RawPattern pattern, FactType type, Map<String, Bound> bindings) {
        List<Constraint> constraints = new ArrayList<>();
        Map<String, Bound> own = new HashMap<>();
        for (RawConstraint constraint : pattern.constraints()) {
            if (bind(constraint, type, own)) continue;
            Constraint checked = constraint(constraint, type, bindings);
            if (checked != null) constraints.add(checked);
        }
        if (pattern.binding() != null) own.put(pattern.binding(), new Bound(type, ""));
        own.forEach((name, bound) -> {
            if (!name.matches("\\$[a-z][A-Za-z0-9]*"))
                bad(pattern.line(), "the binding '" + name + "'", "$ and a name in camel case");
            if (bindings.put(name, bound) != null)
                bad(pattern.line(), "the binding '" + name + "' again", "each name once");
        });
        return new Rule.Pattern(type.name(), pattern.binding(), constraints, pattern.line());
    }

    /** Takes {@code $name : field}; true where the constraint is one. */
    private boolean bind(RawConstraint constraint, FactType type, Map<String, Bound> own) {
        Matcher binding = ConstraintParser.binding(constraint.text());
        if (!binding.matches()) return false;
        if (kind(type, binding.group(2), constraint.line()) != null)
            own.put(binding.group(1), new Bound(type, binding.group(2)));
        return true;
    }

    private @Nullable Constraint constraint(RawConstraint raw, FactType type, Map<String, Bound> bindings) {
        try {
            Constraint constraint = ConstraintParser.parse(raw.text());
            FieldKind left = kind(type, constraint.field(), raw.line());
            if (left == null) return null;
            Operand operand = resolved(constraint.operand(), bindings, raw.line());
            FieldKind right = operand == null ? null : kind(operand, type, bindings, raw.line());
            if (operand == null || right == null) return null;
            checkKinds(constraint, left, right, raw);
            return new Constraint(constraint.field(), constraint.operator(), ofKind(left, operand));
        } catch (IllegalArgumentException e) {
            bad(raw.line(), String.valueOf(e.getMessage()), ConstraintParser.ALLOWED);
            return null;
        }
    }

    private @Nullable Operand resolved(Operand operand, Map<String, Bound> bindings, int line) {
        if (!(operand instanceof Operand.OtherField other)) return operand;
        Bound bound = bindings.get(other.binding());
        if (bound == null) {
            bad(
                    line,
                    "'" + other.binding() + "', which the first pattern does not bind",
                    Nearest.allowed(other.binding(), bindings.keySet()));
            return null;
        }
        if (bound.field().isEmpty() == other.field().isEmpty()) {
            bad(line, "'" + other.binding() + "' used as what it isn't", "$fact.field, or a bound $field");
            return null;
        }
        return bound.field().isEmpty() ? other : new Operand.OtherField(other.binding(), bound.field());
    }

    private @Nullable FieldKind kind(Operand operand, FactType own, Map<String, Bound> bindings, int line) {
        if (operand instanceof Operand.OwnField field) return kind(own, field.field(), line);
        if (operand instanceof Operand.OtherField field) {
            Bound bound = bindings.get(field.binding());
            return bound == null ? null : kind(bound.type(), field.field(), line);
        }
        Object value = ((Operand.Literal) operand).value();
        if (value instanceof String) return FieldKind.TEXT;
        if (value instanceof Long) return FieldKind.WHOLE;
        return value instanceof Double ? FieldKind.REAL : FieldKind.TRUTH;
    }

    private @Nullable FieldKind kind(FactType type, String field, int line) {
        FieldKind kind = type.fields().get(field);
        if (kind == null)
            bad(
                    line,
                    "the field '" + field + "' of " + type.name(),
                    Nearest.allowed(field, type.fields().keySet()));
        return kind;
    }

    private void checkKinds(Constraint constraint, FieldKind left, FieldKind right, RawConstraint raw) {
        Operator operator = constraint.operator();
        boolean fits;
        if (operator.hasSetOnTheLeft()) fits = left == FieldKind.TEXTS && right == FieldKind.TEXT;
        else if (operator.hasSetOnTheRight()) fits = left == FieldKind.TEXT && right == FieldKind.TEXTS;
        else if (left == FieldKind.REAL && constraint.operand() instanceof Operand.Literal) fits = isNumber(right);
        else fits = left == right && (operator.isOrder() ? isNumber(left) : left != FieldKind.TEXTS);
        if (!fits)
            bad(
                    raw.line(),
                    "'" + raw.text().strip() + "', which compares " + left + " with " + right,
                    "two numbers of one kind, two texts, or a text and a set of texts");
    }

    /** Drools makes a number what the field it meets is, and cuts off what does not fit: so kinds never mix. */
    private static Operand ofKind(FieldKind left, Operand operand) {
        boolean widen = left == FieldKind.REAL
                && operand instanceof Operand.Literal literal
                && literal.value() instanceof Number;
        return widen
                ? new Operand.Literal(((Number) ((Operand.Literal) operand).value()).doubleValue() + 0.0)
                : operand;
    }

    private static boolean isNumber(FieldKind kind) {
        return kind == FieldKind.WHOLE || kind == FieldKind.REAL;
    }

    private void checkMessage(String message, List<Rule.Pattern> patterns) {
        for (String field : Sentence.fields(message))
            if (Sentence.owner(field, patterns).isEmpty())
                bad(
                        raw.line(),
                        "'{" + field + "}' in the message",
                        Nearest.allowed(field.substring(field.indexOf('.') + 1), fieldsOf(patterns)));
        if (Sentence.hasLoneBrace(message)) bad(raw.line(), "a lone brace in the message", "{field}");
    }

    private static Set<String> fieldsOf(List<Rule.Pattern> patterns) {
        Set<String> fields = new TreeSet<>();
        for (Rule.Pattern pattern : patterns)
            FactTypes.of(pattern.type())
                    .ifPresent(type -> fields.addAll(type.fields().keySet()));
        return fields;
    }

    private void bad(int line, String found, String allowed) {
        errors.add(new RuleError(raw.file(), line, id, found, allowed));
    }
}
