/** What a change of rules or catalog would change: every verdict of the matrix before and after. */
@NullMarked
package dev.waggle.rules.impact;

import org.jspecify.annotations.NullMarked;
