/** The command line: one class a command, each prints for people or, with {@code --json}, for programs. */
@NullMarked
package dev.waggle.server.cli;

import org.jspecify.annotations.NullMarked;
