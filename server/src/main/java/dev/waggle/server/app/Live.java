package dev.waggle.server.app;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What answers now: one generation of rules and catalog after another. Whoever answers a question takes the generation once
 * and keeps it to the end, so each answer is wholly of one; a generation goes when the last answer it gives has ended.
 */
public final class Live {
    private final List<Each<?>> made = new CopyOnWriteArrayList<>();
    private volatile Waggle now;

    /** Begins with this generation. */
    public Live(Waggle first) {
        this.now = first;
    }

    /** The generation that answers now. */
    public Waggle now() {
        return now;
    }

    /** From now on another generation answers. */
    public void replace(Waggle next) {
        now = next;
        made.forEach(Each::forget);
    }

    /** Something made of a generation: the same one for as long as the generation answers. */
    public <T> Supplier<T> each(Function<Waggle, T> make) {
        Each<T> each = new Each<>(make);
        made.add(each);
        return each;
    }

    private record Made<T>(Waggle of, T made) {}

    private final class Each<T> implements Supplier<T> {
        private final Function<Waggle, T> make;
        private volatile @Nullable Made<T> last;

        Each(Function<Waggle, T> make) {
            this.make = make;
        }

        @Override
        public T get() {
            Made<T> seen = last;
            return seen != null && seen.of() == now ? seen.made() : makeOne();
        }

        private synchronized T makeOne() {
            Waggle generation = now;
            Made<T> seen = last;
            if (seen != null && seen.of() == generation) return seen.made();
            T made = make.apply(generation);
            last = new Made<>(generation, made);
            if (generation != now) forget();
            return made;
        }

        /** An earlier generation is not kept for a route that nobody asks. */
        void forget() {
            last = null;
        }
    }
}
