/** A trial run of the whole product after a build, from which Java learns what to have ready at each start. */
@NullMarked
package dev.waggle.server.rehearsal;

import org.jspecify.annotations.NullMarked;
