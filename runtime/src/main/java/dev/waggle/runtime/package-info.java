/** Starts, supervises and feeds worker processes: it is handed a plan, and never judges one. */
@NullMarked
package dev.waggle.runtime;

import org.jspecify.annotations.NullMarked;
