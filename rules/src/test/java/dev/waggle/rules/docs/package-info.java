/** Tests of the pages about the rules. */
@NullMarked
package dev.waggle.rules.docs;

import org.jspecify.annotations.NullMarked;
