package dev.waggle.rules.book;

import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one constraint: {@code field operator operand}, where the operand is a literal, a field of the same fact,
 * {@code $fact.field} or a bound {@code $field}. Nothing else is a constraint; what stands in quotes is text and never
 * code.
 */
public final class ConstraintParser {
    /** What a constraint looks like, for the author of something that is none. */
    public static final String ALLOWED = "field operator value, such as residentBytes > capacityBytes";

    private static final Pattern TOKEN = Pattern.compile("\\G\\s*(?:"
            + "(?<text>\"[^\"\\\\\\p{Cntrl}]*\")"
            + "|(?<number>-?\\d+(?:\\.\\d+)?)"
            + "|(?<name>\\$?[A-Za-z][A-Za-z0-9_]*)"
            + "|(?<symbol>==|!=|<=|>=|<|>|\\.))");

    private static final Pattern BINDING = Pattern.compile("\\s*(\\$\\w+)\\s*:\\s*([A-Za-z]\\w*)\\s*");
    private static final int LONGEST = 400;
    /** Up to here every whole number has a double of its own. */
    private static final double LARGEST_REAL = 1L << 53;

    private final List<String> tokens;
    private int next;

    private ConstraintParser(List<String> tokens) {
        this.tokens = tokens;
    }

    /** Groups 1 and 2: the name and the field of {@code $name : field}, where the text is one. */
    static Matcher binding(String source) {
        return BINDING.matcher(source);
    }

    /**
     * Looks at what may stand between the commas of a pattern, whatever its fields mean.
     *
     * @throws IllegalArgumentException with a message for the rule's author, where it is neither constraint nor binding
     */
    public static void check(String source) {
        if (!binding(source).matches()) parse(source);
    }

    /**
     * Reads a constraint.
     *
     * @throws IllegalArgumentException with a message for the rule's author, where it is none
     */
    public static Constraint parse(String source) {
        if (source.length() > LONGEST)
            throw new IllegalArgumentException("a constraint of " + source.length() + " characters");
        ConstraintParser parser = new ConstraintParser(tokens(source.strip()));
        Constraint constraint = parser.constraint();
        if (parser.next < parser.tokens.size())
            throw new IllegalArgumentException("'" + parser.tokens.get(parser.next) + "' behind a complete constraint");
        return constraint;
    }

    private static List<String> tokens(String source) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(source);
        int end = 0;
        while (end < source.length()) {
            if (!matcher.find(end)) {
                String rest = source.substring(end).strip();
                throw new IllegalArgumentException(
                        "'" + rest.substring(0, Math.min(20, rest.length())) + "' in a constraint");
            }
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
        return tokens;
    }

    private Constraint constraint() {
        String field = name();
        Operator operator = operator();
        return new Constraint(field, operator, operand());
    }

    private String name() {
        String token = take("a field");
        if (!token.matches("[A-Za-z][A-Za-z0-9_]*"))
            throw new IllegalArgumentException("'" + token + "' where a field should be");
        return token;
    }

    private Operator operator() {
        String token = take("an operator");
        String symbol = token.equals("not") ? "not " + take("memberOf or contains") : token;
        return Operator.bySymbol(symbol)
                .orElseThrow(() -> new IllegalArgumentException("'" + symbol + "' where an operator should be: "
                        + Nearest.allowed(symbol, Operator.symbols())));
    }

    private Operand operand() {
        String token = take("a value");
        if (token.startsWith("\"")) return new Operand.Literal(token.substring(1, token.length() - 1));
        if (token.startsWith("$")) {
            if (next >= tokens.size()) return new Operand.OtherField(token, "");
            if (!take("a point").equals(".")) throw new IllegalArgumentException("no point behind '" + token + "'");
            return new Operand.OtherField(token, name());
        }
        if (token.equals("true") || token.equals("false")) return new Operand.Literal(Boolean.valueOf(token));
        if (token.matches("-?\\d+")) return new Operand.Literal(whole(token));
        if (token.matches("-?\\d+\\.\\d+")) return new Operand.Literal(real(token));
        next--;
        return new Operand.OwnField(name());
    }

    private static Long whole(String token) {
        try {
            return Long.valueOf(token);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the number " + token + " is too large", e);
        }
    }

    private static Double real(String token) {
        double value = Double.parseDouble(token);
        if (Math.abs(value) > LARGEST_REAL) throw new IllegalArgumentException("the number " + token + " is too large");
        return value;
    }

    private String take(String what) {
        if (next >= tokens.size())
            throw new IllegalArgumentException("the constraint ends where " + what + " should be");
        return tokens.get(next++);
    }
}
