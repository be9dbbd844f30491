package dev.waggle.runtime.grammar;

import static dev.waggle.runtime.grammar.Expression.ANY_NUMBER;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns a regular expression of ECMAScript (ECMA-262, with the flag u) into an expression of the JSON strings that match.
 *
 * <p>Where it is not anchored by {@code ^} and {@code $}, anything may stand before and behind. Anchors elsewhere, looking
 * ahead or behind, references to groups and properties of characters are refused.
 */
final class RegexReader {
    private static final String SYNTAX = "^$\\.*+?()[]{}|/-";

    private static final RegexPiece DOT =
            new RegexPiece(CodePoints.LINE_ENDS.others().inString(), 1, 1);

    private final StringForm.Regex regex;
    private final String source;
    private int at;
    private int depth;

    private RegexReader(StringForm.Regex regex) {
        this.regex = regex;
        this.source = regex.source();
    }

    static RegexPiece read(StringForm.Regex regex) throws UnsupportedSchemaException {
        if (regex.source().length() > Limits.PATTERN_LENGTH) {
            throw new UnsupportedSchemaException(
                    regex.pointer(),
                    "is a pattern of " + regex.source().length() + " characters; at most " + Limits.PATTERN_LENGTH
                            + " are allowed.");
        }
        RegexReader reader = new RegexReader(regex);
        List<RegexPiece> all = new ArrayList<>();
        do {
            all.add(reader.wholeAlternative());
        } while (reader.skip("|"));
        if (reader.at < reader.source.length()) {
            throw reader.refused("a ) without (");
        }
        return RegexPiece.choice(all);
    }

    private RegexPiece wholeAlternative() throws UnsupportedSchemaException {
        RegexPiece anything = new RegexPiece(JsonRules.CHARACTER, 1, 1).times(0, ANY_NUMBER);
        RegexPiece before = skip("^") ? RegexPiece.EMPTY : anything;
        RegexPiece middle = terms();
        return RegexPiece.sequence(List.of(before, middle, skip("$") ? RegexPiece.EMPTY : anything));
    }

    private RegexPiece terms() throws UnsupportedSchemaException {
        List<RegexPiece> terms = new ArrayList<>();
        while (at < source.length() && "|)$".indexOf(source.charAt(at)) < 0) {
            terms.add(repeated(atom()));
        }
        return RegexPiece.sequence(terms);
    }

    private RegexPiece atom() throws UnsupportedSchemaException {
        if (skip("(")) {
            return group();
        }
        if (skip(".")) {
            return DOT;
        }
        CodePoints set;
        if (skip("[")) {
            set = characterClass();
        } else if ("^*+?{}]".indexOf(source.charAt(at)) >= 0) {
            throw refused(
                    "a " + source.charAt(at) + " at this place; as a character it is written \\" + source.charAt(at));
        } else {
            set = character();
        }
        Expression expression = set.inString();
        if (expression.equals(Expression.nothing())) {
            throw refused("only characters that a JSON string has no short form for");
        }
        return new RegexPiece(expression, 1, 1);
    }

    private RegexPiece group() throws UnsupportedSchemaException {
        if (++depth > Limits.PATTERN_DEPTH) {
            throw refused("groups more than " + Limits.PATTERN_DEPTH + " deep");
        }
        if (skip("?") && !skip(":")) {
            throw refused("(?; of these groups only (?: is allowed");
        }
        List<RegexPiece> any = new ArrayList<>();
        do {
            any.add(terms());
        } while (skip("|"));
        if (!skip(")")) {
            throw refused(at < source.length() ? "a $ inside a group" : "a ( without )");
        }
        depth--;
        return RegexPiece.choice(any);
    }

    private RegexPiece repeated(RegexPiece piece) throws UnsupportedSchemaException {
        int least;
        int most;
        if (skip("*")) {
            least = 0;
            most = ANY_NUMBER;
        } else if (skip("+")) {
            least = 1;
            most = ANY_NUMBER;
        } else if (skip("?")) {
            least = 0;
            most = 1;
        } else if (skip("{")) {
            least = number();
            most = skip(",") ? (at < source.length() && source.charAt(at) == '}' ? ANY_NUMBER : number()) : least;
            if (!skip("}") || (most != ANY_NUMBER && most < least)) {
                throw refused("a { that is no count such as {2}, {2,} or {2,5}");
            }
        } else {
            return piece;
        }
        skip("?");
        if (most == ANY_NUMBER && piece.expression().mayBeEmpty()) {
            throw refused("a part that may be empty and is repeated without end, as in (a*)*");
        }
        return piece.times(least, most);
    }

    private int number() throws UnsupportedSchemaException {
        int from = at;
        while (at < source.length() && CodePoints.DIGITS.contains(source.charAt(at))) {
            at++;
        }
        String digits = source.substring(from, at);
        if (digits.isEmpty() || digits.length() > 6 || Integer.parseInt(digits) > Limits.REPETITIONS) {
            throw refused("the count \"" + digits + "\"; from 0 to " + Limits.REPETITIONS + " is allowed");
        }
        return Integer.parseInt(digits);
    }

    private CodePoints characterClass() throws UnsupportedSchemaException {
        boolean negated = skip("^");
        CodePoints all = CodePoints.none();
        while (!skip("]")) {
            if (at >= source.length()) {
                throw refused("a [ without ]");
            }
            CodePoints first = character();
            boolean range = at + 1 < source.length() && source.charAt(at) == '-' && source.charAt(at + 1) != ']';
            if (range) {
                at++;
                addRange(all, first, character());
            } else {
                all.add(first);
            }
        }
        return negated ? all.others() : all;
    }

    private void addRange(CodePoints all, CodePoints first, CodePoints last) throws UnsupportedSchemaException {
        if (!first.isOne() || !last.isOne() || first.first() > last.first()) {
            throw refused("a range of characters that has no two ends in order");
        }
        all.add(first.first(), last.first());
    }

    private CodePoints character() throws UnsupportedSchemaException {
        int c = source.codePointAt(at);
        at += Character.charCount(c);
        return c == '\\' ? escape() : CodePoints.one(c);
    }

    private CodePoints escape() throws UnsupportedSchemaException {
        if (at >= source.length()) {
            throw refused("a \\ at the end");
        }
        char c = source.charAt(at++);
        return switch (c) {
            case 'd' -> CodePoints.DIGITS;
            case 'D' -> CodePoints.DIGITS.others();
            case 'w' -> CodePoints.WORD;
            case 'W' -> CodePoints.WORD.others();
            case 's' -> CodePoints.SPACE;
            case 'S' -> CodePoints.SPACE.others();
            case 't' -> CodePoints.one('\t');
            case 'n' -> CodePoints.one('\n');
            case 'r' -> CodePoints.one('\r');
            case 'f' -> CodePoints.one('\f');
            case 'x' -> hex(2);
            case 'u' -> hex(4);
            default -> {
                if (SYNTAX.indexOf(c) < 0) {
                    throw refused("the escape \\" + c);
                }
                yield CodePoints.one(c);
            }
        };
    }

    private CodePoints hex(int digits) throws UnsupportedSchemaException {
        int end = at + digits;
        if (end > source.length() || !source.substring(at, end).matches("[0-9a-fA-F]+")) {
            throw refused("an escape that has no " + digits + " hexadecimal digits");
        }
        int codePoint = Integer.parseInt(source.substring(at, end), 16);
        at = end;
        return CodePoints.one(codePoint);
    }

    private boolean skip(String text) {
        boolean there = source.startsWith(text, at);
        at += there ? text.length() : 0;
        return there;
    }

    private UnsupportedSchemaException refused(String found) {
        return new UnsupportedSchemaException(
                regex.pointer(),
                "at character " + at + " of the pattern is " + found + ". Allowed are characters, classes, groups, |,"
                        + " * + ? {n,m}, \\d \\w \\s, ^ at the beginning and $ at the end.");
    }
}
