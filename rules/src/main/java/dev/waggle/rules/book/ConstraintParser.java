package dev.waggle.rules.book;

import dev.waggle.rules.book.Rule.Constraint;
import dev.waggle.rules.book.Rule.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private static final Pattern TOKEN = Pattern.compile("\\G\\s*(?<token>"
            + "\"[^\"\\\\\\p{Cntrl}]*\""
            + "|-?\\d+(?:\\.\\d+)?"
            + "|\\$?[A-Za-z][A-Za-z0-9_]*"
            + "|==|!=|<=|>=|<|>|\\.)");

    private static final Pattern BINDING = Pattern.compile("\\s*(\\$\\w+)\\s*:\\s*([A-Za-z]\\w*)\\s*");
    private static final int LONGEST = 400;
    /** Up to here every whole number has a double of its own. */
    private static final double LARGEST_REAL = 1L << 53;

    private final List<Token> tokens;
    private final int end;
    private int next;

    /** A word or sign, and where it begins. */
    private record Token(String text, int at) {}

    private ConstraintParser(List<Token> tokens, int end) {
        this.tokens = tokens;
        this.end = end;
    }

    /** Groups 1 and 2: the name and the field of {@code $name : field}, where the text is one. */
    static Matcher binding(String source) {
        return BINDING.matcher(source);
    }

    /**
     * Looks at what may stand between the commas of a pattern, whatever its fields mean.
     *
     * @throws ConstraintException where it is neither constraint nor binding
     */
    public static void check(String source) throws ConstraintException {
        if (!binding(source).matches()) parse(source);
    }

    /**
     * Reads a constraint.
     *
     * @throws ConstraintException where it is none
     */
    static ConstraintText parse(String source) throws ConstraintException {
        String text = source.stripTrailing();
        int start = text.length() - text.stripLeading().length();
        if (text.length() - start > LONGEST)
            throw new ConstraintException(start, "a constraint of " + (text.length() - start) + " characters");
        ConstraintParser parser = new ConstraintParser(tokens(text), text.length());
        ConstraintText constraint = parser.constraint();
        if (parser.next < parser.tokens.size()) {
            Token rest = parser.tokens.get(parser.next);
            throw new ConstraintException(rest.at(), "'" + rest.text() + "' behind a complete constraint");
        }
        return constraint;
    }

    private static List<Token> tokens(String source) throws ConstraintException {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(source);
        int end = 0;
        while (end < source.length()) {
            if (!matcher.find(end)) {
                String rest = source.substring(end).strip();
                throw new ConstraintException(
                        source.indexOf(rest, end),
                        "'" + rest.substring(0, Math.min(20, rest.length())) + "' in a constraint");
            }
            tokens.add(new Token(matcher.group("token"), matcher.start("token")));
            end = matcher.end();
        }
        return tokens;
    }

    private ConstraintText constraint() throws ConstraintException {
        int fieldAt = here();
        String field = name();
        int operatorAt = here();
        Operator operator = operator();
        int operandAt = here();
        Operand operand = operand();
        boolean dotted =
                operand instanceof Operand.OtherField other && !other.field().isEmpty();
        int operandFieldAt = dotted ? tokens.get(next - 1).at() : operandAt;
        return new ConstraintText(
                new Constraint(field, operator, operand), fieldAt, operatorAt, operandAt, operandFieldAt);
    }

    private int here() {
        return next < tokens.size() ? tokens.get(next).at() : end;
    }

    private String name() throws ConstraintException {
        int at = here();
        String token = take("a field");
        if (!token.matches("[A-Za-z][A-Za-z0-9_]*"))
            throw new ConstraintException(at, "'" + token + "' where a field should be");
        return token;
    }

    private Operator operator() throws ConstraintException {
        int at = here();
        String token = take("an operator");
        String symbol = token.equals("not") ? "not " + take("memberOf or contains") : token;
        Optional<Operator> operator = Operator.bySymbol(symbol);
        if (operator.isPresent()) return operator.get();
        throw new ConstraintException(
                at,
                "'" + symbol + "' where an operator should be",
                Nearest.allowed(Operator.symbols()),
                Nearest.to(symbol, Operator.symbols()).orElse(""));
    }

    private Operand operand() throws ConstraintException {
        int at = here();
        String token = take("a value");
        if (token.startsWith("\"")) return new Operand.Literal(token.substring(1, token.length() - 1));
        if (token.startsWith("$")) {
            if (next >= tokens.size()) return new Operand.OtherField(token, "");
            if (!take("a point").equals(".")) throw new ConstraintException(at, "no point behind '" + token + "'");
            return new Operand.OtherField(token, name());
        }
        if (token.equals("true") || token.equals("false")) return new Operand.Literal(Boolean.valueOf(token));
        if (token.matches("-?\\d+")) return new Operand.Literal(whole(token, at));
        if (token.matches("-?\\d+\\.\\d+")) return new Operand.Literal(real(token, at));
        next--;
        return new Operand.OwnField(name());
    }

    private static Long whole(String token, int at) throws ConstraintException {
        try {
            return Long.valueOf(token);
        } catch (NumberFormatException e) {
            throw tooLarge(token, at);
        }
    }

    private static Double real(String token, int at) throws ConstraintException {
        double value = Double.parseDouble(token);
        if (Math.abs(value) > LARGEST_REAL) throw tooLarge(token, at);
        return value;
    }

    private static ConstraintException tooLarge(String token, int at) {
        return new ConstraintException(
                at, "the number " + token + " is too large", "up to 2⁶³−1, or 2⁵³ where it has a fraction", "");
    }

    private String take(String what) throws ConstraintException {
        if (next >= tokens.size())
            throw new ConstraintException(end, "the constraint ends where " + what + " should be");
        return tokens.get(next++).text();
    }
}
