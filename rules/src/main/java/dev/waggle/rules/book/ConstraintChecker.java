package dev.waggle.rules.book;

import dev.waggle.rules.book.PatternChecker.Bound;
import dev.waggle.rules.book.RawRule.Piece;
import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.facts.FactField;
import dev.waggle.rules.facts.FactTypes.FactType;
import dev.waggle.rules.facts.FactTypes.FieldKind;
import dev.waggle.rules.facts.FactWords;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks one constraint after the other of a pattern: fields that exist, kinds that can be compared, words there are. */
final class ConstraintChecker {
    private final FactType type;
    private final Map<String, Bound> bindings;
    private final FactWords words;
    private final Faults faults;

    ConstraintChecker(FactType type, Map<String, Bound> bindings, FactWords words, Faults faults) {
        this.type = type;
        this.bindings = bindings;
        this.words = words;
        this.faults = faults;
    }

    /** The field of that name, or empty after adding a fault. */
    static Optional<FactField> field(FactType type, String name, Place at, Faults faults) {
        Optional<FactField> field = type.field(name);
        if (field.isEmpty())
            faults.badWord(
                    at,
                    "the field '" + name + "' of " + type.name(),
                    name,
                    type.fields().keySet());
        return field;
    }

    /** The constraint, or empty after adding what is wrong to the faults. */
    Optional<PlacedConstraint> check(Piece piece) {
        try {
            return check(piece, ConstraintParser.parse(piece.text()));
        } catch (ConstraintException e) {
            faults.bad(piece, e);
            return Optional.empty();
        }
    }

    private Optional<PlacedConstraint> check(Piece piece, ConstraintText text) {
        Constraint constraint = text.constraint();
        Optional<FactField> left = field(type, constraint.field(), piece.at(text.field()), faults);
        if (left.isEmpty()) return Optional.empty();
        Optional<Operand> operand = resolved(constraint.operand(), piece.at(text.operand()));
        if (operand.isEmpty()) return Optional.empty();
        Optional<FieldKind> right = kind(operand.get(), piece.at(text.operandField()));
        if (right.isEmpty()) return Optional.empty();
        String written = piece.text().strip().replaceAll("\\s+", " ");
        if (!fits(constraint, left.get().kind(), right.get())) {
            faults.bad(
                    piece.at(text.field()),
                    "'" + written + "', which compares " + left.get().kind() + " with " + right.get(),
                    "two numbers of one kind, two texts, or a text and a set of texts");
            return Optional.empty();
        }
        if (operand.get() instanceof Operand.Literal literal) checkLiteral(left.get(), literal, piece, text);
        return Optional.of(new PlacedConstraint(
                new Constraint(constraint.field(), constraint.operator(), ofKind(left.get(), operand.get())),
                written,
                piece.at(text.field())));
    }

    private Optional<Operand> resolved(Operand operand, Place at) {
        if (!(operand instanceof Operand.OtherField other)) return Optional.of(operand);
        Bound bound = bindings.get(other.binding());
        if (bound == null) {
            faults.badWord(
                    at,
                    "'" + other.binding() + "', which the first pattern does not bind",
                    other.binding(),
                    bindings.keySet());
            return Optional.empty();
        }
        if (bound.field().isEmpty() == other.field().isEmpty()) {
            faults.bad(at, "'" + other.binding() + "' used as what it isn't", "$fact.field, or a bound $field");
            return Optional.empty();
        }
        return Optional.of(bound.field().isEmpty() ? other : new Operand.OtherField(other.binding(), bound.field()));
    }

    private Optional<FieldKind> kind(Operand operand, Place at) {
        if (operand instanceof Operand.OwnField own)
            return field(type, own.field(), at, faults).map(FactField::kind);
        if (operand instanceof Operand.OtherField other) {
            Bound bound = bindings.get(other.binding());
            return bound == null
                    ? Optional.empty()
                    : field(bound.type(), other.field(), at, faults).map(FactField::kind);
        }
        Object value = ((Operand.Literal) operand).value();
        if (value instanceof String) return Optional.of(FieldKind.TEXT);
        if (value instanceof Long) return Optional.of(FieldKind.WHOLE);
        return Optional.of(value instanceof Double ? FieldKind.REAL : FieldKind.TRUTH);
    }

    private static boolean fits(Constraint constraint, FieldKind left, FieldKind right) {
        Operator operator = constraint.operator();
        if (operator.hasSetOnTheLeft()) return left == FieldKind.TEXTS && right == FieldKind.TEXT;
        if (operator.hasSetOnTheRight()) return left == FieldKind.TEXT && right == FieldKind.TEXTS;
        if (left == FieldKind.REAL && constraint.operand() instanceof Operand.Literal) return isNumber(right);
        return left == right && (operator.isOrder() ? isNumber(left) : left != FieldKind.TEXTS);
    }

    private void checkLiteral(FactField field, Operand.Literal literal, Piece piece, ConstraintText text) {
        Place at = piece.at(text.operand());
        if (literal.value() instanceof String word) {
            Set<String> known = words.of(field.words()).orElse(Set.of(word));
            if (!known.contains(word))
                faults.badWord(
                        at,
                        "\"" + word + "\", which " + type.name() + "." + field.name() + " never is: it is "
                                + field.words().meaning(),
                        word,
                        known);
        } else if (literal.value() instanceof Long bytes && field.unit().equals("bytes"))
            ByteSlip.of(bytes)
                    .ifPresent(slip -> faults.warn(at, slip.found(), slip.allowed(), String.valueOf(slip.meant())));
    }

    /** Drools makes a number what the field it meets is, and cuts off what does not fit: so kinds never mix. */
    private static Operand ofKind(FactField left, Operand operand) {
        boolean widen = left.kind() == FieldKind.REAL
                && operand instanceof Operand.Literal literal
                && literal.value() instanceof Number;
        return widen
                ? new Operand.Literal(((Number) ((Operand.Literal) operand).value()).doubleValue() + 0.0)
                : operand;
    }

    private static boolean isNumber(FieldKind kind) {
        return kind == FieldKind.WHOLE || kind == FieldKind.REAL;
    }
}
