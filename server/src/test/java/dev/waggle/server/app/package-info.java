/** What answers, generation after generation. */
@NullMarked
package dev.waggle.server.app;

import org.jspecify.annotations.NullMarked;
