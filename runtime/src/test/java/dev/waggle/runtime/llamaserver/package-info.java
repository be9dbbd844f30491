/** Tests of the llama-server adapter, with a program that only behaves like one. */
@NullMarked
package dev.waggle.runtime.llamaserver;

import org.jspecify.annotations.NullMarked;
