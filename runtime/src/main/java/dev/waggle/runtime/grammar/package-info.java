/** What an answer must look like, as a grammar an engine can hold it to. */
@NullMarked
package dev.waggle.runtime.grammar;

import org.jspecify.annotations.NullMarked;
