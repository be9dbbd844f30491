/** Where Waggle is put together: the only place that knows all its parts. */
@NullMarked
package dev.waggle.server;

import org.jspecify.annotations.NullMarked;
