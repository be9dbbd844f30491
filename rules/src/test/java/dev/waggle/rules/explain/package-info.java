/** Tests of the interpreter: against the engine that judges, and of what it tells people. */
@org.jspecify.annotations.NullMarked
package dev.waggle.rules.explain;
