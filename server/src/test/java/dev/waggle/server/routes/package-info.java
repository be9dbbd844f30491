@NullMarked
package dev.waggle.server.routes;

import org.jspecify.annotations.NullMarked;
