/** Javalin on loopback: who may call, what a request may say, how errors look. */
@NullMarked
package dev.waggle.server.http;

import org.jspecify.annotations.NullMarked;
