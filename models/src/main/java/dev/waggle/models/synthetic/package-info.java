/** Models made here: one whose answer is known, random and zero weights of a chosen shape. */
@NullMarked
package dev.waggle.models.synthetic;

import org.jspecify.annotations.NullMarked;
