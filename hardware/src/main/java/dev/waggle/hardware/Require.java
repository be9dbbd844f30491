package dev.waggle.hardware;

import java.util.Optional;

/** The checks records make on their components. Each failure names the component and what was found. */
final class Require {
    private Require() {}

    static String text(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " is blank. Maybe the fact is unknown: then say so and why.");
        }
        return value;
    }

    static void knownText(String what, Fact<String> fact) {
        fact.asOptional().ifPresent(value -> text(what, value));
    }

    static void notNegative(String what, Fact<Long> bytes) {
        bytes.asOptional().filter(value -> value < 0).ifPresent(value -> {
            throw new IllegalArgumentException(
                    what + " is " + value + ", but bytes are 0 or more. Maybe the fact is unknown.");
        });
    }

    /** Refuses more free than there is, when both are known. */
    static void within(String partName, Fact<Long> part, String wholeName, Fact<Long> whole) {
        Optional<Long> limit = whole.asOptional();
        if (limit.isPresent()) {
            part.asOptional().filter(value -> value > limit.get()).ifPresent(value -> {
                throw new IllegalArgumentException(
                        partName + " is " + value + ", more than " + wholeName + " " + limit.get() + ".");
            });
        }
    }
}
