/** Foreign programs that serve a model over HTTP, run as the child of one of our worker processes, their guardian. */
@NullMarked
package dev.waggle.runtime.guarded;

import org.jspecify.annotations.NullMarked;
