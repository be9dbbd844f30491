/** Asks the CUDA runtime through JCuda, the only package that does: raw answers, nothing judged. */
@NullMarked
package dev.waggle.hardware.cuda;

import org.jspecify.annotations.NullMarked;
