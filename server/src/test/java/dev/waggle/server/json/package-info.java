@NullMarked
package dev.waggle.server.json;

import org.jspecify.annotations.NullMarked;
