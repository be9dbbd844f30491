/** Tests of the rbee adapter, with a program that only behaves like one. */
@NullMarked
package dev.waggle.runtime.rbee;

import org.jspecify.annotations.NullMarked;
