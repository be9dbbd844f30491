/** Keeps started workers for the next request: several at once, each one answer at a time, restarted with care. */
@NullMarked
package dev.waggle.runtime.runs;

import org.jspecify.annotations.NullMarked;
