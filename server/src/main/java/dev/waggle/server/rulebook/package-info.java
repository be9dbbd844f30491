/** How a changed rule book or catalog goes live: tried in a process that can be killed, kept as a version, swapped in at once. */
@NullMarked
package dev.waggle.server.rulebook;

import org.jspecify.annotations.NullMarked;
