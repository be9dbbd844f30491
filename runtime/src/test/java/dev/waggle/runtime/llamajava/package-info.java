/** Tests of the parts of the llama.cpp engine that need no process. */
@NullMarked
package dev.waggle.runtime.llamajava;

import org.jspecify.annotations.NullMarked;
