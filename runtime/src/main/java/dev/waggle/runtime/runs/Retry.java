package dev.waggle.runtime.runs;

import java.time.Duration;

/** When a plan that failed may be started again. */
public sealed interface Retry {
    /**
     * By the next request, after this time.
     *
     * @param delay zero = now
     */
    record After(Duration delay) implements Retry {}

    /** Not by requests any more: it failed too often, and waits until somebody starts it explicitly. */
    record OnlyExplicitly() implements Retry {}
}
