/** The adapter for the rbee project's language model workers. */
@NullMarked
package dev.waggle.runtime.rbee;

import org.jspecify.annotations.NullMarked;
