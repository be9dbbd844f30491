/** Judges whole matrices: facts that no rule can tell apart are judged once, and cells combine the answers by number. */
@NullMarked
package dev.waggle.rules.matrix;

import org.jspecify.annotations.NullMarked;
