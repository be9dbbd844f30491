/** Judges: gathers the facts of a question, lets the rules find, and draws verdicts from what they found. */
@NullMarked
package dev.waggle.rules.judge;

import org.jspecify.annotations.NullMarked;
