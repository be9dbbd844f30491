package dev.waggle.runtime.llamacpp;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * What the library calls back. It keeps only an address, and JNA holds callbacks weakly: whoever hands one over keeps it in
 * a field for as long as the library may call it. What a callback throws is lost, so none may throw.
 */
final class Callbacks {
    private Callbacks() {}

    /** Hears a part of a log line, of a level from 1 (debug) to 4 (error), or 5 where it continues the line before. */
    interface Log extends Callback {
        void log(int level, Pointer text, @Nullable Pointer user);
    }

    /** Hears how much is loaded, from 0 to 1; false stops the load. */
    interface Progress extends Callback {
        boolean progress(float fraction, @Nullable Pointer user);
    }

    /** Asked before each operation on the processor; true ends the decode. */
    interface Abort extends Callback {
        boolean abort(@Nullable Pointer user);
    }
}
