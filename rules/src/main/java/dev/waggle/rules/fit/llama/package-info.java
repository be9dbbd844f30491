/**
 * The compute graphs that llama.cpp 0.5.0 builds of models (src/llama-graph.cpp, src/models/*.cpp), as far as shapes and
 * order go. {@link dev.waggle.rules.fit.llama.ModelGraph} is what all share; a class or a
 * {@link dev.waggle.rules.fit.llama.DecoderStyle} for each family is what they don't.
 */
@NullMarked
package dev.waggle.rules.fit.llama;

import org.jspecify.annotations.NullMarked;
