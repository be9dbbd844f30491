package dev.waggle.rules.matrix;

import dev.waggle.rules.book.Operator;
import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.explain.Compare;
import dev.waggle.rules.facts.FieldReader;
import dev.waggle.rules.facts.RuleFact;

/** A comparison that one fact decides alone: a field with a literal, or with another field of the same fact. */
record Atom(FieldReader left, Operator operator, FieldReader right) {
    /** The comparison of a constraint whose operand is no other fact's. */
    static Atom of(Class<?> type, Constraint constraint) {
        FieldReader left = FieldReader.of(type, constraint.field());
        if (constraint.operand() instanceof Operand.OwnField own)
            return new Atom(left, constraint.operator(), FieldReader.of(type, own.field()));
        Object value = ((Operand.Literal) constraint.operand()).value();
        return new Atom(left, constraint.operator(), fact -> value);
    }

    /** How it comes out, as a number of two bits. */
    int of(RuleFact fact) {
        return switch (Compare.values(operator, left.read(fact), right.read(fact))) {
            case FALSE -> 0;
            case TRUE -> 1;
            case UNKNOWN -> 2;
        };
    }
}
