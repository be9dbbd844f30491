/** Pages about the rules, for people: one a rule, an index by concern, and every fact a rule can read. */
@NullMarked
package dev.waggle.rules.docs;

import org.jspecify.annotations.NullMarked;
