/** The adapter for llama.cpp's own server, {@code llama-server}, as a user has installed it. */
@NullMarked
package dev.waggle.runtime.llamaserver;

import org.jspecify.annotations.NullMarked;
