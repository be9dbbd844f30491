/** What a model is: its format, architecture, shape and size, read from the files themselves. */
@NullMarked
package dev.waggle.models;

import org.jspecify.annotations.NullMarked;
