/** GGUF, the file format of llama.cpp: header reader, header writer and the types both share. */
@NullMarked
package dev.waggle.models.gguf;

import org.jspecify.annotations.NullMarked;
