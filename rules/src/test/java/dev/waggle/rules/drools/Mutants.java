package dev.waggle.rules.drools;

import dev.waggle.rules.book.Operator;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.facts.FactField;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rules that differ from a rule in one slip of the pen: another operator, a constraint left out, another literal, another
 * field of the same kind.
 */
final class Mutants {
    private final Rule rule;
    private final List<Mutant> mutants = new ArrayList<>();

    /** A changed rule, and what was changed. */
    record Mutant(String change, Rule rule) {
        @Override
        public String toString() {
            return rule.id() + ": " + change;
        }
    }

    private Mutants(Rule rule) {
        this.rule = rule;
    }

    /** All of them; none says the same as the rule. */
    static List<Mutant> of(Rule rule) {
        Mutants mutants = new Mutants(rule);
        for (int pattern = 0; pattern < rule.patterns().size(); pattern++)
            for (int i = 0; i < rule.patterns().get(pattern).constraints().size(); i++) mutants.mutate(pattern, i);
        return mutants.mutants;
    }

    private void mutate(int pattern, int i) {
        Rule.Pattern owner = rule.patterns().get(pattern);
        FactType type = FactTypes.of(owner.type()).orElseThrow();
        Constraint old = owner.constraints().get(i);
        add(pattern, i, "without " + shown(old), List.of());
        for (Operator operator : Operator.values())
            if (operator != old.operator() && isLike(operator, old.operator()))
                replace(pattern, i, new Constraint(old.field(), operator, old.operand()));
        otherFields(
                type, old.field(), field -> replace(pattern, i, new Constraint(field, old.operator(), old.operand())));
        if (old.operand() instanceof Operand.Literal literal)
            otherValues(
                    type.field(old.field()).orElseThrow(),
                    literal.value(),
                    value -> replace(
                            pattern, i, new Constraint(old.field(), old.operator(), new Operand.Literal(value))));
        else if (old.operand() instanceof Operand.OwnField own)
            otherFields(
                    type,
                    own.field(),
                    field -> replace(
                            pattern, i, new Constraint(old.field(), old.operator(), new Operand.OwnField(field))));
        else if (old.operand() instanceof Operand.OtherField other)
            otherFields(
                    FactTypes.of(rule.patterns().get(0).type()).orElseThrow(),
                    other.field(),
                    field -> replace(
                            pattern,
                            i,
                            new Constraint(
                                    old.field(), old.operator(), new Operand.OtherField(other.binding(), field))));
    }

    private static boolean isLike(Operator one, Operator other) {
        return one.hasSetOnTheLeft() == other.hasSetOnTheLeft()
                && one.hasSetOnTheRight() == other.hasSetOnTheRight()
                && (one.isOrder() == other.isOrder() || one == Operator.EQUAL || one == Operator.NOT_EQUAL)
                && (other.isOrder() || !one.isOrder());
    }

    private static void otherFields(FactType type, String field, Consumer<String> use) {
        FactTypes.FieldKind kind = type.fields().get(field);
        type.fields().forEach((name, each) -> {
            if (each == kind && !name.equals(field)) use.accept(name);
        });
    }

    private static void otherValues(FactField field, Object value, Consumer<Object> use) {
        if (value instanceof Boolean truth) use.accept(!truth);
        if (value instanceof Long whole) {
            use.accept(whole - 1);
            use.accept(whole + 1);
        }
        if (value instanceof Double real) {
            use.accept(real - 0.1);
            use.accept(real + 0.1);
        }
        if (value instanceof String)
            for (String word : field.words().fixed()) if (!word.equals(value)) use.accept(word);
    }

    private void replace(int pattern, int i, Constraint constraint) {
        String change = shown(rule.patterns().get(pattern).constraints().get(i)) + " → " + shown(constraint);
        add(pattern, i, change, List.of(constraint));
    }

    private void add(int pattern, int i, String change, List<Constraint> instead) {
        Rule.Pattern old = rule.patterns().get(pattern);
        List<Constraint> constraints = new ArrayList<>(old.constraints());
        constraints.remove(i);
        constraints.addAll(i, instead);
        List<Rule.Pattern> patterns = new ArrayList<>(rule.patterns());
        patterns.set(pattern, new Rule.Pattern(old.type(), old.binding(), constraints, old.line()));
        mutants.add(new Mutant(
                change,
                new Rule(
                        rule.id(),
                        rule.title(),
                        rule.concern(),
                        rule.severity(),
                        rule.message(),
                        rule.since(),
                        patterns,
                        rule.file(),
                        rule.line(),
                        rule.source())));
    }

    private static String shown(Constraint constraint) {
        Operand operand = constraint.operand();
        String right = operand instanceof Operand.Literal literal
                ? String.valueOf(literal.value())
                : operand instanceof Operand.OwnField own
                        ? own.field()
                        : ((Operand.OtherField) operand).binding() + "." + ((Operand.OtherField) operand).field();
        return constraint.field() + " " + constraint.operator().symbol() + " " + right;
    }
}
