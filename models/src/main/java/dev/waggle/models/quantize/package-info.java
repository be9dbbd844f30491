/** What a model's file becomes when llama.cpp quantizes it: the types of its tensors and its size, without any weights. */
@NullMarked
package dev.waggle.models.quantize;

import org.jspecify.annotations.NullMarked;
