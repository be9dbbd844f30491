package dev.waggle.runtime.grammar;

import static dev.waggle.runtime.grammar.Expression.ANY_NUMBER;
import static dev.waggle.runtime.grammar.Expression.repeat;
import static dev.waggle.runtime.grammar.Expression.sequence;

/** Makes the expression of a string, in its quotes. */
final class StringRule {
    private StringRule() {}

    static Expression of(StringForm form) throws UnsupportedSchemaException {
        CountBounds lengths = form.lengths();
        if (lengths.isEmpty()) {
            return Expression.nothing();
        }
        if (form.regex() != null) {
            return quoted(matching(form.regex(), lengths));
        }
        return form.isAny()
                ? JsonRules.STRING
                : quoted(repeat(JsonRules.CHARACTER, lengths.leastOr(0), lengths.mostOrAny()));
    }

    private static Expression quoted(Expression content) {
        return sequence(JsonRules.QUOTE, content, JsonRules.QUOTE);
    }

    private static Expression matching(StringForm.Regex regex, CountBounds lengths) throws UnsupportedSchemaException {
        RegexPiece piece = RegexReader.read(regex);
        boolean shortEnough = lengths.most() == null || (piece.most() != ANY_NUMBER && piece.most() <= lengths.most());
        if (piece.least() < lengths.leastOr(0) || !shortEnough) {
            String most = piece.most() == ANY_NUMBER ? "any number of" : "up to " + piece.most();
            throw new UnsupportedSchemaException(
                    regex.pointer(),
                    "allows " + piece.least() + " to " + most + " characters, which minLength and maxLength narrow; a"
                            + " grammar can't express both. Maybe say the length in the pattern, as in ^[a-z]{1,20}$.");
        }
        return piece.expression();
    }
}
