package dev.waggle.runtime;

import java.util.ArrayList;
import java.util.List;

/** Ends one request early, from any thread, whether it waits for its turn or is being answered. */
public final class Cancel {
    private final List<Runnable> hooks = new ArrayList<>();
    private volatile boolean cancelled;

    /** Cancels, now or as soon as the request starts; again has no effect. */
    public void cancel() {
        List<Runnable> heard;
        synchronized (hooks) {
            cancelled = true;
            heard = List.copyOf(hooks);
            hooks.clear();
        }
        heard.forEach(Runnable::run);
    }

    /** Whether {@link #cancel} was called. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** Runs this once when it is cancelled, on the thread that cancels; at once where it already is. */
    public void whenCancelled(Runnable hook) {
        synchronized (hooks) {
            if (!cancelled) {
                hooks.add(hook);
                return;
            }
        }
        hook.run();
    }
}
