/** The HTTP routes: each parses a request, asks what the command line asks, and writes the answer. */
@NullMarked
package dev.waggle.server.routes;

import org.jspecify.annotations.NullMarked;
