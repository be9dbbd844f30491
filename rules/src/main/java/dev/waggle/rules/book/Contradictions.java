package dev.waggle.rules.book;

import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.FactWords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for constraints of one pattern that can never hold together, and for those that always hold. Two ways are looked
 * at: what is left of a field's values under its literals, and how one field can lie to another.
 */
final class Contradictions {
    /** How one thing can lie to another; of a set, EQUAL is what it holds. */
    private static final int LESS = 1;

    private static final int EQUAL = 2;
    private static final int GREATER = 4;
    private static final String TOGETHER = "constraints that can hold together; where either is meant, two rules";

    private final FactType type;
    private final FactWords words;
    private final Faults faults;
    private final Map<String, Possible> values = new HashMap<>();
    private final Map<String, Integer> relations = new HashMap<>();

    private Contradictions(FactType type, FactWords words, Faults faults) {
        this.type = type;
        this.words = words;
        this.faults = faults;
    }

    /** Adds what is wrong to the faults; true where a constraint could be false for some facts. */
    static boolean check(FactType type, List<PlacedConstraint> constraints, FactWords words, Faults faults) {
        Contradictions contradictions = new Contradictions(type, words, faults);
        boolean decides = false;
        for (int i = 0; i < constraints.size(); i++) {
            PlacedConstraint one = constraints.get(i);
            boolean again = constraints.subList(0, i).stream()
                    .anyMatch(before -> before.constraint().equals(one.constraint()));
            if (again) faults.warn(one.at(), "'" + one.text() + "' again", "each constraint once", "");
            else decides |= contradictions.add(one);
        }
        return decides;
    }

    private boolean add(PlacedConstraint one) {
        Constraint constraint = one.constraint();
        if (constraint.operand() instanceof Operand.OwnField own && own.field().equals(constraint.field())) {
            faults.bad(one.at(), "'" + one.text() + "', which compares a field with itself", "two fields, or a value");
            return true;
        }
        if (!(constraint.operand() instanceof Operand.Literal literal)) return relate(one);
        if (isMembership(constraint.operator())) return relate(one);
        Possible whole = Possible.of(type.field(constraint.field()).orElseThrow(), words);
        Possible alone = whole.under(constraint.operator(), literal.value());
        Possible left = values.getOrDefault(constraint.field(), whole).under(constraint.operator(), literal.value());
        values.put(constraint.field(), left);
        if (alone.isNothing())
            faults.bad(one.at(), "'" + one.text() + "', which never holds", constraint.field() + " is " + whole);
        else if (left.isNothing()) faults.bad(one.at(), "'" + one.text() + "', which excludes what was said", TOGETHER);
        boolean always =
                whole.under(inverse(constraint.operator()), literal.value()).isNothing();
        if (always)
            faults.warn(one.at(), "'" + one.text() + "', which always holds", constraint.field() + " is " + whole, "");
        return !always;
    }

    /** Takes a comparison of two things whose values are open: what is left of less, equal and greater. */
    private boolean relate(PlacedConstraint one) {
        Constraint constraint = one.constraint();
        Operator operator = constraint.operator();
        String left = constraint.field();
        String right = constraint.operand().toString();
        if (constraint.operand() instanceof Operand.OwnField own) right = own.field();
        boolean swap = operator.hasSetOnTheRight() || (!isMembership(operator) && left.compareTo(right) > 0);
        String key = isMembership(operator) + "\n" + (swap ? right + "\n" + left : left + "\n" + right);
        int possible = relations.getOrDefault(key, LESS | EQUAL | GREATER)
                & (swap && !isMembership(operator) ? mirrored(mask(operator)) : mask(operator));
        relations.put(key, possible);
        if (possible == 0) faults.bad(one.at(), "'" + one.text() + "', which excludes what was said", TOGETHER);
        return true;
    }

    private static int mask(Operator operator) {
        return switch (operator) {
            case EQUAL, MEMBER_OF, CONTAINS -> EQUAL;
            case NOT_EQUAL, NOT_MEMBER_OF, NOT_CONTAINS -> LESS | GREATER;
            case LESS -> LESS;
            case AT_MOST -> LESS | EQUAL;
            case GREATER -> GREATER;
            case AT_LEAST -> GREATER | EQUAL;
        };
    }

    private static int mirrored(int mask) {
        return (mask & EQUAL) | ((mask & LESS) != 0 ? GREATER : 0) | ((mask & GREATER) != 0 ? LESS : 0);
    }

    private static boolean isMembership(Operator operator) {
        return operator.hasSetOnTheLeft() || operator.hasSetOnTheRight();
    }

    private static Operator inverse(Operator operator) {
        return switch (operator) {
            case EQUAL -> Operator.NOT_EQUAL;
            case NOT_EQUAL -> Operator.EQUAL;
            case LESS -> Operator.AT_LEAST;
            case AT_MOST -> Operator.GREATER;
            case GREATER -> Operator.AT_MOST;
            case AT_LEAST -> Operator.LESS;
            case MEMBER_OF -> Operator.NOT_MEMBER_OF;
            case NOT_MEMBER_OF -> Operator.MEMBER_OF;
            case CONTAINS -> Operator.NOT_CONTAINS;
            case NOT_CONTAINS -> Operator.CONTAINS;
        };
    }
}
