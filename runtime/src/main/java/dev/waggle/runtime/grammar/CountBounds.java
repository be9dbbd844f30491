package dev.waggle.runtime.grammar;

import org.jspecify.annotations.Nullable;

/** How many there may be; null = not said. */
record CountBounds(@Nullable Integer least, @Nullable Integer most) {
    static final CountBounds ANY = new CountBounds(null, null);

    CountBounds and(CountBounds other) {
        return new CountBounds(
                least == null || (other.least != null && other.least > least) ? other.least : least,
                most == null || (other.most != null && other.most < most) ? other.most : most);
    }

    int leastOr(int otherwise) {
        return least == null ? otherwise : least;
    }

    /** {@link Expression#ANY_NUMBER} where not said. */
    int mostOrAny() {
        return most == null ? Expression.ANY_NUMBER : most;
    }

    boolean isEmpty() {
        return most != null && leastOr(0) > most;
    }

    boolean admits(int count) {
        return count >= leastOr(0) && (most == null || count <= most);
    }
}
