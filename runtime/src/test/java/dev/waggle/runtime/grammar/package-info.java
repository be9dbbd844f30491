/** Tests of the grammars: by a recogniser and a judge of schemas that share no code with them. */
@NullMarked
package dev.waggle.runtime.grammar;

import org.jspecify.annotations.NullMarked;
