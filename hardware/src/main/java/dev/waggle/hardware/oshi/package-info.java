/** Asks OSHI, the only package that does: raw answers, nothing judged. */
@NullMarked
package dev.waggle.hardware.oshi;

import org.jspecify.annotations.NullMarked;
