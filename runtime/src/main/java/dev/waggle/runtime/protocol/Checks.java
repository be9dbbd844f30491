package dev.waggle.runtime.protocol;

/** Range checks of the values that cross the process border. */
final class Checks {
    private Checks() {}

    static int atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least " + least);
        }
        return value;
    }

    static void within(double low, double high, double value, String name) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(name + " is " + value + ", must be from " + low + " to " + high);
        }
    }

    static void notNegative(long value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " is " + value + ", must not be negative");
        }
    }
}
