/** The llama.cpp engine through {@code de.kherud:llama}: the only package that knows that library. */
@NullMarked
package dev.waggle.runtime.llamajava;

import org.jspecify.annotations.NullMarked;
