@NullMarked
package dev.waggle.server;

import org.jspecify.annotations.NullMarked;
