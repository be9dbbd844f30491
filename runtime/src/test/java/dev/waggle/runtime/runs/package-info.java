/** Tests of the runs: real processes, real faults. */
@NullMarked
package dev.waggle.runtime.runs;

import org.jspecify.annotations.NullMarked;
