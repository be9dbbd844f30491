@NullMarked
package dev.waggle.server.app;

import org.jspecify.annotations.NullMarked;
