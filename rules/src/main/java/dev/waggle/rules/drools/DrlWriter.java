package dev.waggle.rules.drools;

import dev.waggle.rules.book.Operator;
import dev.waggle.rules.book.Rule;
import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import dev.waggle.rules.facts.FactTypes;
import dev.waggle.rules.facts.FactTypes.FactType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the DRL that is compiled: from the checked tree only, never from an author's text.
 *
 * <p>In plain Drools a null makes {@code a > b} silently false and {@code x not memberOf s} true. So each rule is written
 * twice: guarded, so that it fires only where everything it reads is known, and as a twin that fires where no constraint
 * is false and at least one reads something unknown.
 */
final class DrlWriter {
    static final String PACKAGE = "waggle.book";

    private static final String HEADER = "package " + PACKAGE + ";\n"
            + "import dev.waggle.rules.drools.Logic;\n"
            + "import dev.waggle.rules.drools.Findings;\n"
            + "global Findings findings;\n";

    private DrlWriter() {}

    /** All rules, guarded. */
    static String known(List<Rule> rules) {
        StringBuilder drl = header();
        for (Rule rule : rules) drl.append(rule(rule, false));
        return drl.toString();
    }

    /** The twins of all rules that read anything. */
    static String unknown(List<Rule> rules) {
        StringBuilder drl = header();
        for (Rule rule : rules) if (readsAnything(rule)) drl.append(rule(rule, true));
        return drl.toString();
    }

    private static boolean readsAnything(Rule rule) {
        return rule.patterns().stream()
                .anyMatch(pattern -> !pattern.constraints().isEmpty());
    }

    private static StringBuilder header() {
        StringBuilder drl = new StringBuilder(HEADER);
        for (FactType type : FactTypes.all().values())
            drl.append("import ").append(type.type().getName()).append(";\n");
        return drl;
    }

    private static String rule(Rule rule, boolean twin) {
        StringBuilder drl = new StringBuilder("rule \"").append(rule.id()).append("\"\n    dialect \"mvel\"\nwhen\n");
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < rule.patterns().size(); i++) {
            Rule.Pattern pattern = rule.patterns().get(i);
            List<String> parts = new ArrayList<>();
            if (i > 0) parts.addAll(joins(rule));
            for (Constraint constraint : pattern.constraints()) {
                String field = constraint.field();
                String operand = operand(constraint.operand());
                operands.add((i == 0 ? "$1." : "") + field);
                if (!(constraint.operand() instanceof Operand.Literal)) operands.add(operand(constraint.operand(), i));
                parts.addAll(
                        twin
                                ? List.of(maybe(field, constraint.operator(), operand))
                                : guarded(constraint, operand, isNarrow(constraint, rule, pattern)));
            }
            boolean last = i == rule.patterns().size() - 1;
            if (twin && last) parts.add(anyNull(operands, i));
            drl.append("    $").append(i + 1).append(" : ").append(pattern.type());
            drl.append("( ").append(String.join(", ", parts)).append(" )\n");
        }
        String second = rule.patterns().size() > 1 ? ", $2" : "";
        return drl.append("then\n    findings.hit(\"")
                .append(rule.id())
                .append("\", ")
                .append(twin)
                .append(", $1")
                .append(second)
                .append(");\nend\n")
                .toString();
    }

    /** Facts of one worker, or of one placement, meet each other only. */
    private static List<String> joins(Rule rule) {
        FactType first = FactTypes.of(rule.patterns().get(0).type()).orElseThrow();
        FactType second = FactTypes.of(rule.patterns().get(1).type()).orElseThrow();
        List<String> joins = new ArrayList<>();
        if (first.perTarget() && second.perTarget()) joins.add("target == $1.target");
        if (first.perRung() && second.perRung()) joins.add("rung == $1.rung");
        return joins;
    }

    /**
     * True where a side is an int: Drools would cut the other side off to one, and 4294967297 would be 1. Such numbers are
     * compared as the twins compare them.
     */
    private static boolean isNarrow(Constraint constraint, Rule rule, Rule.Pattern pattern) {
        boolean right = (constraint.operand() instanceof Operand.OwnField own && isInt(pattern, own.field()))
                || (constraint.operand() instanceof Operand.OtherField other
                        && isInt(rule.patterns().get(0), other.field()));
        return right || isInt(pattern, constraint.field());
    }

    private static boolean isInt(Rule.Pattern pattern, String field) {
        Class<?> type = FactTypes.of(pattern.type()).orElseThrow().type();
        return Arrays.stream(type.getRecordComponents())
                .anyMatch(component -> component.getName().equals(field) && component.getType() == Integer.class);
    }

    private static List<String> guarded(Constraint constraint, String operand, boolean narrow) {
        List<String> parts = new ArrayList<>();
        parts.add(constraint.field() + " != null");
        if (!(constraint.operand() instanceof Operand.Literal)) parts.add(operand + " != null");
        parts.add(
                narrow
                        ? maybe(constraint.field(), constraint.operator(), operand)
                        : constraint.field() + " " + constraint.operator().symbol() + " " + operand);
        return parts;
    }

    private static String maybe(String field, Operator operator, String operand) {
        return switch (operator) {
            case EQUAL -> call("maybeEqual", field, operand);
            case NOT_EQUAL -> call("maybeNotEqual", field, operand);
            case LESS -> call("maybeLess", field, operand);
            case AT_MOST -> call("maybeAtMost", field, operand);
            case GREATER -> call("maybeLess", operand, field);
            case AT_LEAST -> call("maybeAtMost", operand, field);
            case MEMBER_OF -> call("maybeIn", field, operand);
            case NOT_MEMBER_OF -> call("maybeNotIn", field, operand);
            case CONTAINS -> call("maybeIn", operand, field);
            case NOT_CONTAINS -> call("maybeNotIn", operand, field);
        };
    }

    private static String call(String name, String a, String b) {
        return "Logic." + name + "(" + a + ", " + b + ")";
    }

    /** In the last pattern: something that any pattern reads is unknown. */
    private static String anyNull(List<String> operands, int last) {
        List<String> tests = new ArrayList<>();
        for (String operand : operands) tests.add((last == 0 ? operand.replace("$1.", "") : operand) + " == null");
        return String.join(" || ", tests);
    }

    private static String operand(Operand operand) {
        return operand(operand, 1);
    }

    /** An operand as seen from the last pattern; {@code owner} is the pattern whose constraint it stands in. */
    private static String operand(Operand operand, int owner) {
        if (operand instanceof Operand.OwnField own) return (owner == 0 ? "$1." : "") + own.field();
        if (operand instanceof Operand.OtherField other) return "$1." + other.field();
        return literal(((Operand.Literal) operand).value());
    }

    private static String literal(Object value) {
        if (value instanceof String text) return "\"" + text + "\"";
        if (value instanceof Double real) return new BigDecimal(real.toString()).toPlainString();
        boolean isLong = value instanceof Long whole && whole.intValue() != whole;
        return value + (isLong ? "L" : "");
    }
}
