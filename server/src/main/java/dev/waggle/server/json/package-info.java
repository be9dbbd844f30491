/** JSON forms of our values: what they are called in JSON is decided here and nowhere else. */
@NullMarked
package dev.waggle.server.json;

import org.jspecify.annotations.NullMarked;
