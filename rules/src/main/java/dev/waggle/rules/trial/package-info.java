/** The trial of a rule book before it may go live: read, compiled, and every case judged, in a process that can be killed. */
@NullMarked
package dev.waggle.rules.trial;

import org.jspecify.annotations.NullMarked;
