package dev.waggle.runtime.grammar;

import static dev.waggle.runtime.grammar.Expression.ANY_NUMBER;

import java.util.List;

/**
 * What a part of a regular expression matches.
 *
 * @param least of its length in code points
 * @param most of its length; {@link Expression#ANY_NUMBER} = there is none
 */
record RegexPiece(Expression expression, int least, int most) {
    static final RegexPiece EMPTY = new RegexPiece(Expression.empty(), 0, 0);

    static RegexPiece sequence(List<RegexPiece> pieces) {
        int least = 0;
        int most = 0;
        for (RegexPiece piece : pieces) {
            least = sum(least, piece.least);
            most = most == ANY_NUMBER || piece.most == ANY_NUMBER ? ANY_NUMBER : sum(most, piece.most);
        }
        return new RegexPiece(Expression.sequence(expressions(pieces)), least, most);
    }

    static RegexPiece choice(List<RegexPiece> pieces) {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (RegexPiece piece : pieces) {
            least = Math.min(least, piece.least);
            most = most == ANY_NUMBER || piece.most == ANY_NUMBER ? ANY_NUMBER : Math.max(most, piece.most);
        }
        return new RegexPiece(Expression.choice(expressions(pieces)), least, most);
    }

    private static List<Expression> expressions(List<RegexPiece> pieces) {
        return pieces.stream().map(RegexPiece::expression).toList();
    }

    RegexPiece times(int from, int to) {
        int longest =
                most == 0 || to == 0 ? 0 : most == ANY_NUMBER || to == ANY_NUMBER ? ANY_NUMBER : product(most, to);
        return new RegexPiece(Expression.repeat(expression, from, to), product(least, from), longest);
    }

    private static int sum(int one, int other) {
        return (int) Math.min((long) one + other, Integer.MAX_VALUE);
    }

    private static int product(int one, int other) {
        return (int) Math.min((long) one * other, Integer.MAX_VALUE);
    }
}
