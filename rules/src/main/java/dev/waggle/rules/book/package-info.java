/** The rule book: the grammar rules are written in, their cases, and what is wrong with them when something is. */
@NullMarked
package dev.waggle.rules.book;

import org.jspecify.annotations.NullMarked;
