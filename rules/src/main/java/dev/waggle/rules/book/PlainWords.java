package dev.waggle.rules.book;

import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.facts.FactField;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import java.util.ArrayList;
import java.util.List;

/** A rule's condition in sentences, made from its checked tree and what facts and fields mean. */
public final class PlainWords {
    private final Rule rule;

    private PlainWords(Rule rule) {
        this.rule = rule;
    }

    /** When the rule fires, and what that means for the verdict. */
    public static String of(Rule rule) {
        return new PlainWords(rule).text();
    }

    private String text() {
        List<String> facts = new ArrayList<>();
        for (Rule.Pattern pattern : rule.patterns())
            facts.add(article(pattern.type()) + " ("
                    + phrase(type(pattern).means().value()) + ")");
        List<String> conditions = new ArrayList<>();
        for (Rule.Pattern pattern : rule.patterns())
            for (Constraint constraint : pattern.constraints()) conditions.add(condition(pattern, constraint));
        String where = conditions.isEmpty() ? "" : " where " + String.join(", and ", conditions);
        return "Fires for " + String.join(" and ", facts) + where + ". " + consequence();
    }

    private String consequence() {
        return switch (rule.severity()) {
            case BLOCK -> "Then it cannot run; where a fact that decides is unknown, nobody knows whether it can.";
            case WARN -> "Then it runs with this caveat.";
            case NOTE -> "That is told, and changes nothing.";
            case OFFER -> "Then the change may be proposed.";
        };
    }

    private String condition(Rule.Pattern pattern, Constraint constraint) {
        FactField field = type(pattern).field(constraint.field()).orElseThrow();
        String left = field.meaning() + " (" + name(pattern, field) + ")";
        if (field.kind() == FactTypes.FieldKind.TRUTH && constraint.operand() instanceof Operand.Literal literal)
            return "it is " + literal.value().equals(constraint.operator() == Operator.EQUAL) + " "
                    + left.replaceFirst("^whether ", "that ");
        return left + " " + verb(constraint.operator()) + " " + operand(pattern, field, constraint.operand());
    }

    private String operand(Rule.Pattern pattern, FactField left, Operand operand) {
        if (operand instanceof Operand.Literal literal) return literal(left, literal.value());
        Rule.Pattern owner =
                operand instanceof Operand.OtherField ? rule.patterns().get(0) : pattern;
        String field =
                operand instanceof Operand.OtherField other ? other.field() : ((Operand.OwnField) operand).field();
        FactField right = type(owner).field(field).orElseThrow();
        return right.meaning() + " (" + name(owner, right) + ")";
    }

    private static String literal(FactField field, Object value) {
        if (value instanceof Long bytes && field.unit().equals("bytes"))
            return Sentence.bytes(bytes) + " (" + bytes + ")";
        if (value instanceof Long count && field.unit().equals("tokens"))
            return Sentence.shown(field.name(), count) + " tokens";
        return value instanceof String ? "\"" + value + "\"" : Sentence.shown(field.name(), value);
    }

    /** The field's name, with its fact's where two facts have fields. */
    private String name(Rule.Pattern pattern, FactField field) {
        return rule.patterns().size() == 1 ? field.name() : pattern.type() + "." + field.name();
    }

    private static String verb(Operator operator) {
        return switch (operator) {
            case EQUAL -> "is";
            case NOT_EQUAL -> "is not";
            case LESS -> "is less than";
            case AT_MOST -> "is at most";
            case GREATER -> "is more than";
            case AT_LEAST -> "is at least";
            case MEMBER_OF -> "is one of";
            case NOT_MEMBER_OF -> "is none of";
            case CONTAINS -> "contains";
            case NOT_CONTAINS -> "does not contain";
        };
    }

    private static FactType type(Rule.Pattern pattern) {
        return FactTypes.of(pattern.type()).orElseThrow();
    }

    /** What stands before the semicolon: the rest is for the page of all facts. */
    private static String phrase(String meaning) {
        int semicolon = meaning.indexOf(';');
        return semicolon < 0 ? meaning : meaning.substring(0, semicolon);
    }

    private static String article(String word) {
        return ("AEIOU".indexOf(word.charAt(0)) >= 0 ? "an " : "a ") + word;
    }
}
