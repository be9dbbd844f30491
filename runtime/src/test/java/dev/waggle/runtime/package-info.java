/** Tests with real processes: the real engine with models written here, and a worker that misbehaves on demand. */
@NullMarked
package dev.waggle.runtime;

import org.jspecify.annotations.NullMarked;
