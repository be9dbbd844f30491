package dev.waggle.rules.explain;

import dev.waggle.rules.book.Operator;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.book.Sentence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Explanations in words. */
final class Wording {
    /** Sets of more are told by their size. */
    private static final int MOST_MEMBERS = 8;

    /** Kinds of reasons that are told; the others are counted. */
    private static final int MOST_KINDS = 3;

    private Wording() {}

    static String because(Explanation explanation) {
        if (explanation.matches().isEmpty())
            return explanation.absent().stream().map(FactNames::absent).collect(Collectors.joining(", and "));
        Map<List<Object>, List<Match>> kinds = new LinkedHashMap<>();
        for (Match match : explanation.telling())
            kinds.computeIfAbsent(kind(match), kind -> new ArrayList<>()).add(match);
        List<String> told = kinds.values().stream()
                .limit(MOST_KINDS)
                .map(Wording::told)
                .collect(Collectors.toCollection(ArrayList::new));
        if (kinds.size() > MOST_KINDS) told.add("and " + (kinds.size() - MOST_KINDS) + " reasons more");
        return String.join("; ", told);
    }

    private static List<Object> kind(Match match) {
        return match.deciding().stream()
                .<Object>map(reading -> List.of(reading.pattern(), reading.constraint(), unknowns(match, reading)))
                .toList();
    }

    /** Combinations that are alike: the first in full, of the others only what tells them apart. */
    private static String told(List<Match> alike) {
        Match first = alike.get(0);
        String name = FactNames.told(first.facts());
        String text = (name.isEmpty() ? "" : name + ", ")
                + first.deciding().stream().map(reading -> told(first, reading)).collect(Collectors.joining(" and "));
        if (first.deciding().isEmpty()) text += "it asks for nothing more";
        if (alike.size() == 1) return text;
        return text + "; likewise "
                + alike.stream()
                        .skip(1)
                        .map(match -> FactNames.told(match.facts()))
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    private static String told(Match match, Reading reading) {
        if (reading.truth() == Truth.UNKNOWN) {
            List<String> unknowns = unknowns(match, reading);
            return String.join(" and ", unknowns) + (unknowns.size() == 1 ? " is not known" : " are not known");
        }
        Operator operator = reading.constraint().operator();
        Operator denied = denied(operator);
        boolean isDoubleNo = reading.truth() == Truth.FALSE && denied != operator;
        String compared = side(reading.constraint().field(), reading.left()) + " "
                + (isDoubleNo ? denied : operator).symbol() + " " + right(match, reading);
        return reading.truth() == Truth.TRUE || isDoubleNo ? compared : compared + " is false";
    }

    /** What a negative operator denies, so that nobody need read a double negation. */
    private static Operator denied(Operator operator) {
        return switch (operator) {
            case NOT_EQUAL -> Operator.EQUAL;
            case NOT_CONTAINS -> Operator.CONTAINS;
            case NOT_MEMBER_OF -> Operator.MEMBER_OF;
            default -> operator;
        };
    }

    /** The fields of a constraint that nobody knows. */
    private static List<String> unknowns(Match match, Reading reading) {
        List<String> unknowns = new ArrayList<>();
        if (reading.left() == null) unknowns.add(reading.constraint().field());
        if (reading.right() == null) unknowns.add(Reason.rightField(match, reading));
        return unknowns;
    }

    private static String right(Match match, Reading reading) {
        return reading.constraint().operand() instanceof Operand.Literal literal
                ? Sentence.shown(reading.constraint().field(), literal.value())
                : side(Reason.rightField(match, reading), reading.right());
    }

    private static String side(String field, @Nullable Object value) {
        if (value == null) return field;
        if (value instanceof Collection<?> many && many.size() > MOST_MEMBERS)
            return field + " (" + many.size() + " of them)";
        return field + " " + Sentence.shown(field, Objects.requireNonNull(value));
    }
}
