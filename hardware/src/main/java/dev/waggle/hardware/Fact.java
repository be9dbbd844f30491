package dev.waggle.hardware;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is either known, with the source that told it, or unknown, with the reason. Unknown is a value of its
 * own: no number, text or flag ever stands for it.
 *
 * @param <T> what is known, when it is
 */
public sealed interface Fact<T> {
    /**
     * A value and where it came from.
     *
     * @param value the value, in the unit its component names
     * @param source who told it: a program, a file, a library, or "described by hand"; never blank
     */
    record Known<T>(T value, String source) implements Fact<T> {
        public Known {
            Objects.requireNonNull(value, "value");
            Require.text("source", source);
        }
    }

    /**
     * The absence of a value and the reason.
     *
     * @param why a sentence a person understands; never blank
     */
    record Unknown<T>(String why) implements Fact<T> {
        public Unknown {
            Require.text("why", why);
        }
    }

    static <T> Fact<T> known(T value, String source) {
        return new Known<>(value, source);
    }

    static <T> Fact<T> unknown(String why) {
        return new Unknown<>(why);
    }

    default boolean isKnown() {
        return this instanceof Known;
    }

    /** The value, or null when unknown; for serializers and rule facts, which have their own word for unknown. */
    default @Nullable T orNull() {
        return this instanceof Known<T> known ? known.value() : null;
    }

    /** The value when known. */
    default Optional<T> asOptional() {
        return this instanceof Known<T> known ? Optional.of(known.value()) : Optional.empty();
    }

    /** The source when known, the reason when not. */
    default String origin() {
        if (this instanceof Known<T> known) {
            return known.source();
        }
        return ((Unknown<T>) this).why();
    }

    /** The same fact said differently: the source stays, and unknown stays unknown for the same reason. */
    default <R> Fact<R> map(Function<? super T, ? extends R> change) {
        if (this instanceof Known<T> known) {
            return known(change.apply(known.value()), known.source());
        }
        return unknown(origin());
    }

    /** A fact that follows from this one but may itself be unknown. */
    default <R> Fact<R> flatMap(Function<? super T, Fact<R>> change) {
        if (this instanceof Known<T> known) {
            return change.apply(known.value());
        }
        return unknown(origin());
    }
}
