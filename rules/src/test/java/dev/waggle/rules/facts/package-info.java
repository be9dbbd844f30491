/** Tests of facts as rules and people know them. */
@NullMarked
package dev.waggle.rules.facts;

import org.jspecify.annotations.NullMarked;
