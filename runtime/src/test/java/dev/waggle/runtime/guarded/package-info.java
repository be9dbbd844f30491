/** Tests of guarded programs, and what the tests of their adapters share. */
@NullMarked
package dev.waggle.runtime.guarded;

import org.jspecify.annotations.NullMarked;
