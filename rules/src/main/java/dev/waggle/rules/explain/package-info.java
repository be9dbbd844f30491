/** Reads the checked rules by three-valued logic, without the engine that judges, and says of each why it did not fire. */
@NullMarked
package dev.waggle.rules.explain;

import org.jspecify.annotations.NullMarked;
