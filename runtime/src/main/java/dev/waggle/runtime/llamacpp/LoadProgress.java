package dev.waggle.runtime.llamacpp;

import com.sun.jna.Pointer;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** Passes on how much is loaded, in steps of a hundredth: the library tells it for every tensor. */
final class LoadProgress implements Callbacks.Progress {
    private static final double STEP = 0.01;

    private final DoubleConsumer listener;
    private double told = -1;

    LoadProgress(DoubleConsumer listener) {
        this.listener = listener;
    }

    @Override
    public boolean progress(float fraction, @Nullable Pointer user) {
        if (fraction >= told + STEP || (fraction >= 1 && told < 1)) {
            told = fraction;
            listener.accept(Math.min(1, Math.max(0, fraction)));
        }
        return true;
    }
}
