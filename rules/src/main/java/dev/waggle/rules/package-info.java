/** Judges which worker can run which model on which machine, and says why. */
@NullMarked
package dev.waggle.rules;

import org.jspecify.annotations.NullMarked;
