@NullMarked
package dev.waggle.models.gguf;

import org.jspecify.annotations.NullMarked;
