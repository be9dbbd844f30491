/** Tests of what every engine's process shares. */
@NullMarked
package dev.waggle.runtime.child;

import org.jspecify.annotations.NullMarked;
