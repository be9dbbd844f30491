/** Whole matrices give what single questions give. */
@NullMarked
package dev.waggle.rules.matrix;

import org.jspecify.annotations.NullMarked;
