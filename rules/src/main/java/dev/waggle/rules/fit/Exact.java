package dev.waggle.rules.fit;

/** Sums and products of sizes that throw {@link ArithmeticException} rather than wrap around. */
final class Exact {
    private Exact() {}

    static long sum(long... terms) {
        long sum = 0;
        for (long term : terms) sum = Math.addExact(sum, term);
        return sum;
    }

    static long product(long... factors) {
        long product = 1;
        for (long factor : factors) product = Math.multiplyExact(product, factor);
        return product;
    }

    static long max(long... values) {
        long most = values[0];
        for (long value : values) most = Math.max(most, value);
        return most;
    }

    /** The next multiple of a positive step. */
    static long padded(long value, long step) {
        return product(Math.addExact(value, step - 1) / step, step);
    }
}
