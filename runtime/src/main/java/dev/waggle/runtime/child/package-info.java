/** The worker's own side of the protocol: what every engine's process shares, without any engine. */
@NullMarked
package dev.waggle.runtime.child;

import org.jspecify.annotations.NullMarked;
