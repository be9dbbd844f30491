/** Tests of the quantizations. */
@NullMarked
package dev.waggle.models.quantize;

import org.jspecify.annotations.NullMarked;
