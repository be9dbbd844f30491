package dev.waggle.rules.judge;

import dev.waggle.rules.book.Severity;

/**
 * What one rule says of one target or placement, as far as that decides a verdict.
 *
 * @param <R> the ruling itself
 */
public interface Ruling<R extends Ruling<R>> {
    /** What the rule's finding means. */
    Severity severity();

    /** True where an unknown fact keeps the rule from being decided. */
    boolean unknown();

    /** The same as a reason why an earlier placement was passed over: no longer a refusal of the whole. */
    R asCaveat();

    /** True where it refuses. */
    default boolean blocks() {
        return severity() == Severity.BLOCK && !unknown();
    }
}
