/** llama.cpp 0.4.0 and 0.5.0 through its C interface: the worker's side, and how the agent starts it. */
@NullMarked
package dev.waggle.runtime.llamacpp;

import org.jspecify.annotations.NullMarked;
