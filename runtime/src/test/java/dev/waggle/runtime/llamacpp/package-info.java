/** Real libraries, real models, real processes. */
@NullMarked
package dev.waggle.runtime.llamacpp;

import org.jspecify.annotations.NullMarked;
