/** Checks the whole way to a real GPU on one machine, and measures it. */
@NullMarked
package dev.waggle.server.gpucheck;

import org.jspecify.annotations.NullMarked;
