/** What a machine is, and what this one has: facts with their sources, and the readers that find them. */
@NullMarked
package dev.waggle.hardware;

import org.jspecify.annotations.NullMarked;
