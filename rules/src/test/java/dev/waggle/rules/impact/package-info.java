/** What a change would change is what it changes. */
@NullMarked
package dev.waggle.rules.impact;

import org.jspecify.annotations.NullMarked;
