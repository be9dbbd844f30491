package dev.waggle.server.app;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is worked out when it is first wanted, and once only. Safe for many threads. */
final class Once<T> implements Supplier<T> {
    private final Supplier<T> work;
    private volatile @Nullable T done;

    Once(Supplier<T> work) {
        this.work = work;
    }

    @Override
    public T get() {
        T seen = done;
        return seen != null ? seen : workOut();
    }

    private synchronized T workOut() {
        T seen = done;
        if (seen != null) return seen;
        T result = work.get();
        done = result;
        return result;
    }
}
