/** Tests of the frames and their strictness. */
@NullMarked
package dev.waggle.runtime.protocol;

import org.jspecify.annotations.NullMarked;
