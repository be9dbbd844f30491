@NullMarked
package dev.waggle.server.cli;

import org.jspecify.annotations.NullMarked;
