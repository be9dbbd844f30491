package dev.waggle.server.rulebook;

import dev.waggle.server.app.Waggle;

/** Tells what a change would do to answers. */
public interface Impact {
    /** What differs between two generations, as a value that can be written as JSON. */
    Object of(Waggle before, Waggle after);
}
