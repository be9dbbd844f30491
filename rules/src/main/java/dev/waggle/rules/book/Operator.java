package dev.waggle.rules.book;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The comparisons a rule may make. */
public enum Operator {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">="),
    MEMBER_OF("memberOf"),
    NOT_MEMBER_OF("not memberOf"),
    CONTAINS("contains"),
    NOT_CONTAINS("not contains");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** As rules write it. */
    public String symbol() {
        return symbol;
    }

    /** All of them, as rules write them. */
    static List<String> symbols() {
        return Arrays.stream(values()).map(Operator::symbol).toList();
    }

    /** The operator written so. */
    public static Optional<Operator> bySymbol(String symbol) {
        return Arrays.stream(values())
                .filter(operator -> operator.symbol.equals(symbol))
                .findFirst();
    }

    /** True where the left side is a set. */
    public boolean hasSetOnTheLeft() {
        return this == CONTAINS || this == NOT_CONTAINS;
    }

    /** True where the right side is a set. */
    public boolean hasSetOnTheRight() {
        return this == MEMBER_OF || this == NOT_MEMBER_OF;
    }

    /** True where both sides are numbers of which one is larger. */
    public boolean isOrder() {
        return this == LESS || this == AT_MOST || this == GREATER || this == AT_LEAST;
    }
}
